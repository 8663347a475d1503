import { realpathSync } from 'node:fs';
import { sep } from 'node:path';

/** How a client starts the server that is running. */
export interface Start {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * An installed package is started through npx. A build in a clone of the repository is started itself, by
 * the Node.js that runs it: what npx would fetch is not that build, and need not be published.
 *
 * @param executable the file Node.js was started with
 */
export function startOf({ name }: { readonly name: string }, executable: string | undefined): Start {
  const file = executable === undefined ? undefined : realpathSync(executable);
  if (file === undefined || file.split(sep).includes('node_modules')) {
    return { command: 'npx', args: ['-y', `@portolan/${name}`] };
  }
  return { command: process.execPath, args: [file] };
}
