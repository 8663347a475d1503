import type { TestProject } from 'vitest/node';
import { startPostgres } from '../../../../shared/testing/src/services/postgres.ts';
import { createCluster } from './cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Debian's Postgres for every test of this package: as its superuser, and as a role that may only read. */
    readonly adminUrl: string;
    readonly readerUrl: string;
    readonly writerUrl: string;
  }
}

/** One server for the whole run: starting one for each file would take most of the time. */
export default async function setup(project: TestProject) {
  const postgres = await startPostgres({
    settings: ['shared_preload_libraries=pg_stat_statements', 'max_connections=200'],
  });
  const { readerUrl, writerUrl } = await createCluster(postgres.url);
  project.provide('adminUrl', postgres.url);
  project.provide('readerUrl', readerUrl);
  project.provide('writerUrl', writerUrl);
  return () => postgres[Symbol.asyncDispose]();
}
