import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calls } from '../filesystem/calls.ts';
import { createContenders, OFFICIAL, OURS } from '../filesystem/contenders.ts';
import { content } from '../filesystem/content.ts';
import { huge } from '../filesystem/huge.ts';
import { memory } from '../filesystem/memory.ts';
import { trees } from '../filesystem/trees.ts';
import { programVersions } from '../machine.ts';
import type { Suite } from '../model.ts';
import { packageVersions } from '../packages.ts';
import { installSection } from '../sections/install.ts';
import { startSection } from '../sections/start.ts';

const ratio = (atMost: number, to = 'official') => ({ of: 'portolan', to, atMost });

export const filesystem: Suite = {
  title: 'Filesystem server beside the official one',
  versions: () => ({ ...packageVersions(OURS, OFFICIAL), ...programVersions('grep', 'find', 'rg') }),
  sections: {
    start: startSection({
      contenders: (folder) => {
        const path = join(folder, 'small.txt');
        writeFileSync(path, 'a few words\n'.repeat(340));
        const { official, ours, oursCold } = createContenders(folder);
        const call = { name: 'read_text_file', args: { path } };
        return {
          official: { command: official(folder), call },
          portolan: { command: ours(folder), call, cold: (temporary) => oursCold(folder, temporary) },
        };
      },
      call: 'reads a 4 KB file',
      goals: {
        wall: [ratio(0.5), ratio(3, 'bare')],
        cpu: [ratio(0.5), ratio(3, 'bare')],
        memory: [ratio(0.85)],
      },
    }),
    install: installSection({
      server: 'filesystem',
      peers: { official: OFFICIAL },
      limits: {
        packages: [{ of: 'portolan', atMost: 3 }],
        size: [{ of: 'portolan', atMost: 3 }],
      },
    }),
    calls,
    trees,
    content,
    huge,
    memory,
  },
};
