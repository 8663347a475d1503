import {
  type Command,
  type LaunchOptions,
  launchBareFlight,
  launchBareQuery,
  launchPackage,
} from '../stdio/launch.ts';

export const OFFICIAL = '@modelcontextprotocol/server-postgres';
export const DBHUB = '@bytebase/dbhub';
export const OURS = '@portolan/postgres';

/** A server with the tool that runs a statement. */
export interface SqlServer {
  readonly command: Command;
  readonly tool: string;
}

/** No server can do with less: see `bare-query.js`. */
export const bare = (folder: string, url: string): SqlServer => ({
  command: launchBareQuery(folder, url),
  tool: 'query',
});

/** No server with our envelope can do with less: see `bare-flight.js`. */
export const bareFlight = (folder: string, url: string): SqlServer => ({
  command: launchBareFlight(folder, url),
  tool: 'query',
});

export const official = (folder: string, url: string): SqlServer => ({
  command: launchPackage(folder, OFFICIAL, { args: [url] }),
  tool: 'query',
});

export const dbhub = (folder: string, url: string): SqlServer => ({
  command: launchPackage(folder, DBHUB, { args: ['--transport=stdio', `--dsn=${url}?sslmode=disable`] }),
  tool: 'execute_sql',
});

export const portolan = (
  folder: string,
  url: string,
  flags: readonly string[] = [],
  options: LaunchOptions = {},
): SqlServer => ({
  command: launchPackage(folder, OURS, { ...options, args: [...flags, url] }),
  tool: 'query',
});
