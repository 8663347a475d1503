import { join } from 'node:path';
import { calls } from '../git/calls.ts';
import { cyanheads, OURS, PEER, portolan } from '../git/contenders.ts';
import { makeRepository } from '../git/fixture.ts';
import { programVersions } from '../machine.ts';
import type { Suite } from '../model.ts';
import { packageVersions } from '../packages.ts';
import { installSection } from '../sections/install.ts';
import { startSection } from '../sections/start.ts';

const ratio = (atMost: number) => ({ of: 'portolan', to: 'cyanheads', atMost });

export const git: Suite = {
  title: 'Git server beside @cyanheads/git-mcp-server',
  versions: () => ({ ...packageVersions(OURS, PEER), ...programVersions('git') }),
  sections: {
    start: startSection({
      contenders: (folder) => {
        const path = makeRepository(join(folder, 'started'));
        return {
          cyanheads: {
            command: cyanheads(folder, path),
            call: { name: 'git_status', args: { path } },
          },
          portolan: {
            command: portolan(folder, path),
            call: { name: 'status', args: {} },
            cold: (temporary) => portolan(folder, path, [], { temporary }),
          },
        };
      },
      call: 'asks for the status of a repository',
      goals: {
        wall: [ratio(0.25)],
        cpu: [ratio(0.25)],
        memory: [ratio(0.5)],
        callMemory: [ratio(0.5)],
        listBytes: [ratio(0.15)],
      },
    }),
    install: installSection({
      server: 'git',
      peers: { cyanheads: PEER },
      limits: { packages: [{ of: 'portolan', atMost: 3 }], size: [{ of: 'portolan', atMost: 3 }] },
    }),
    calls,
  },
};
