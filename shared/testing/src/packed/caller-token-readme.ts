import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import type { ServerCommand } from '../process/server-command.ts';
import { createTempFolder } from '../services/temp-folder.ts';
import { readmeCommands } from './readme.ts';

const run = promisify(execFile);
/** Where a README has the server. */
const DEFAULT_URL = 'http://127.0.0.1:3000/mcp';

/** A README's part on callers' own tokens, and the server and token it is walked with. */
export interface CallerTokenReadme {
  readonly packageFolder: URL;
  /** The headings it begins and ends with. */
  readonly part: readonly [string, string];
  /** The server, as `npx` would start it. */
  readonly server: ServerCommand;
  /** The header that callers send their token in. */
  readonly header: string;
  /** The variable that holds the token of whoever reads it. */
  readonly variable: string;
  readonly token: string;
  /** Where a server listens that was started as its first command says. */
  readonly url: string;
}

/**
 * Does what a README says of callers' own tokens: a server is started, asked with a token, and written into the
 * settings of a client.
 *
 * @returns what the server answered
 */
export async function walkCallerTokenReadme(readme: CallerTokenReadme): Promise<string> {
  const { packageFolder, part, header, variable, token, url } = readme;
  const [serve = '', ask = '', install = '', ...more] = await readmeCommands(packageFolder, part, {});
  expect(more).toEqual([]);
  expect(serve).toMatch(new RegExp(` --http --caller-token-header ${header}$`));
  const env = { PATH: process.env.PATH, [variable]: token };
  const { stdout } = await run('sh', ['-c', ask.replace(DEFAULT_URL, url)], { env });
  expect(await installed(install, readme)).toEqual(await printed(packageFolder, part[0]));
  return stdout;
}

/** What the command that installs writes into the settings of Cursor. */
async function installed(command: string, { server }: CallerTokenReadme): Promise<unknown> {
  await using home = await createTempFolder();
  const [, words = ''] = /^npx -y @portolan\/\w+ (install --client cursor .*)$/.exec(command) ?? [];
  const env = { PATH: process.env.PATH, HOME: home.path };
  await run(server.command, [...server.args, ...words.split(' ')], { env });
  return JSON.parse(await readFile(join(home.path, '.cursor', 'mcp.json'), 'utf8'));
}

/** The settings that the README prints. */
async function printed(packageFolder: URL, heading: string): Promise<unknown> {
  const text = await readFile(fileURLToPath(new URL('README.md', packageFolder)), 'utf8');
  return JSON.parse(/```json\n([^`]+)```/.exec(text.slice(text.indexOf(heading)))?.[1] ?? '');
}
