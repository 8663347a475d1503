import { execFile, spawn } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ServerCommand } from '../process/server-command.ts';
import type { Installed } from './install-packed.ts';

const run = promisify(execFile);

/**
 * The commands of one part of a README, in order.
 *
 * @param from the heading it begins with
 * @param to the heading that ends it
 * @param replaced what stands in the README for what the reader fills in, and what the test fills in
 * @throws Error where a heading is missing
 */
export async function readmeCommands(
  packageFolder: URL,
  [from, to]: readonly [string, string],
  replaced: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const readme = await readFile(fileURLToPath(new URL('README.md', packageFolder)), 'utf8');
  const [start, end] = [readme.indexOf(from), readme.indexOf(to)];
  if (start === -1 || end <= start) throw new Error(`The README has no part from "${from}" to "${to}".`);
  return [...readme.slice(start, end).matchAll(/```sh\n(.*)\n```/g)].map(([, command = '']) =>
    Object.entries(replaced).reduce((so, [word, value]) => so.replace(word, value), command),
  );
}

/** A shell in the folder of an installation, for commands as a user types them; npx finds the package there. */
export interface ReadmeShell {
  /** A server on stdio. */
  server(command: string): ServerCommand;
  /** Runs to the end; answers standard output. */
  run(command: string): Promise<string>;
  /** Serves over HTTP, on a port that is free, until it is disposed of; answers its URL. */
  serve(command: string): Promise<{ readonly url: string } & AsyncDisposable>;
  /** What `install --client claude-code` wrote. */
  written(): Promise<string>;
}

/** @param settings what the test sets beside a plain environment */
export async function readmeShell(
  { folder }: Installed,
  settings: Readonly<Record<string, string>> = {},
): Promise<ReadmeShell> {
  const home = join(folder, 'home');
  await mkdir(home, { recursive: true });
  const env = { PATH: process.env.PATH ?? '', HOME: home, npm_config_offline: 'true', ...settings };
  const place = { cwd: folder, env };
  return {
    server: (command) => ({ command: 'sh', args: ['-c', `cd ${folder} && ${command}`], env }),
    run: async (command) => (await run('sh', ['-c', command], place)).stdout,
    serve: (command) => serve(`${command} --port 0`, place),
    written: () => readFile(join(folder, '.mcp.json'), 'utf8'),
  };
}

async function serve(command: string, place: { readonly cwd: string; readonly env: NodeJS.ProcessEnv }) {
  const shell = spawn('sh', ['-c', command], {
    ...place,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // The shell, npx and the server are one group.
  const stop = async () => void process.kill(-(shell.pid ?? 0), 'SIGTERM');
  let said = '';
  for await (const chunk of shell.stderr) {
    said += String(chunk);
    const url = /http:\/\/127\.0\.0\.1:\d+\/mcp/.exec(said)?.[0];
    if (url !== undefined) return { url, [Symbol.asyncDispose]: stop };
  }
  throw new Error(`${command} serves nothing: ${said}`);
}
