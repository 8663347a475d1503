import { join } from 'node:path';
import type { ServerCommand } from '../process/server-command.ts';
import { createTempFolder } from '../services/temp-folder.ts';
import type { ServerContract } from './server-contract.ts';

/** A folder and the commands of one test; disposing removes the folder. */
export interface Fixture extends AsyncDisposable {
  /** A folder of this test alone. */
  readonly folder: string;
  /** Where its server writes the audit log. */
  readonly auditFile: string;
  /** Starts the server as usual: its own arguments, its audit log in the folder, no rate limit. */
  command(...flags: readonly string[]): ServerCommand;
  /** The executable with exactly these words: a sub-command, or flags that are wrong. */
  words(...words: readonly string[]): ServerCommand;
}

/** What one test needs to start its own server without touching anything of the user. */
export async function createFixture({ bin, args }: ServerContract): Promise<Fixture> {
  const folder = await createTempFolder();
  const auditFile = join(folder.path, 'audit.jsonl');
  const words = (...more: readonly string[]) => ({
    ...bin,
    args: [...bin.args, ...more],
    env: { ...bin.env, XDG_STATE_HOME: folder.path },
  });
  return {
    folder: folder.path,
    auditFile,
    words,
    command: (...flags) => words(...(args?.() ?? []), '--audit', auditFile, '--rate-limit', 'off', ...flags),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}
