import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repository } from '../machine.ts';

/** A process to start. All contenders run on the same Node, the one this file runs on. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const officialEntry = fileURLToPath(
  new URL('../../node_modules/@modelcontextprotocol/server-filesystem/dist/index.js', import.meta.url),
);
const ourEntry = join(repository, 'packages/filesystem/dist/bin.js');
const bareEntry = fileURLToPath(new URL('bare-server.js', import.meta.url));

/** The contenders of a run; what they leave behind (caches, audit) stays in the run's folder. */
export function createContenders(folder: string) {
  const command = (entry: string, args: readonly string[], temporary = join(folder, 'tmp')): Command => {
    mkdirSync(temporary, { recursive: true });
    const state = join(folder, 'state');
    const env = { PATH: process.env.PATH ?? '', HOME: folder, TMPDIR: temporary, XDG_STATE_HOME: state };
    return { file: process.execPath, args: [entry, ...args], env };
  };
  return {
    bare: command(bareEntry, []),
    official: (served: string) => command(officialEntry, [served]),
    /** As it is published: the bundle, with default settings unless flags say otherwise. */
    ours: (served: string, ...flags: string[]) => command(ourEntry, [served, ...flags]),
    /** The first start on a machine: nothing compiled before. */
    oursCold: (served: string, cold: string) => command(ourEntry, [served], cold),
  };
}

export type Contenders = ReturnType<typeof createContenders>;
