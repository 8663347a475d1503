import { existsSync } from 'node:fs';
import type { ServerModule } from './definition/server.ts';
import { answerFirst } from './first-answer/first-answer.ts';

/** The oldest Node that runs the servers: undici 8 and puppeteer-core 25 need it, and 20 is past its end. */
const OLDEST_NODE = [22, 19] as const;

/** What `main` is told beside the server. */
export interface StartOptions {
  /** Answers known before anything is loaded, made by the build; the file is missing when run from source. */
  readonly manifest?: URL;
}

/**
 * The whole of a server's executable. Light on purpose: on stdio it answers the first messages from
 * the build's manifest and loads the server when a message needs it.
 *
 * @param load imports the module whose default export is the server
 */
export async function main(
  load: () => Promise<{ readonly default: ServerModule }>,
  options: StartOptions = {},
) {
  if (tooOld(process.versions.node)) {
    process.stderr.write(
      `This server needs Node.js ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}. Get one from https://nodejs.org, or name one by its full path where the client's settings say how this server is started.\n`,
    );
    process.exitCode = 1;
    return;
  }
  const { manifest } = options;
  const first = manifest && existsSync(manifest) ? await answerFirst(manifest) : undefined;
  if (first?.ended) return;
  // Not imported: the first answers need nothing of it.
  process.getBuiltinModule('node:module').enableCompileCache();
  const { run } = await import('./run.ts');
  await run(load, first);
}

function tooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
}
