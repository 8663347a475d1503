import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { auditRecords, connect, createTempFolder, expectSuccess, type TempFolder } from '@portolan/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const made = new Set(['node_modules', 'dist', '.git', '.turbo', '.cache', 'coverage']);
/** An installation and a build; it takes 10 to 30 s where the packages are in pnpm's store. */
const MINUTES = 5 * 60_000;

let folder: TempFolder;
let clone = '';

/** What a clone has: nothing installed, nothing built. */
beforeAll(async () => {
  folder = await createTempFolder();
  clone = join(folder.path, 'clone');
  await cp(root, clone, { recursive: true, filter: (path) => !made.has(basename(path)) || path === root });
}, MINUTES);
afterAll(async () => {
  // None, unless a test failed.
  for (const id of running()) process.kill(id, 'SIGKILL');
  await folder[Symbol.asyncDispose]();
});

/** Starts a command in the clone as a terminal does: in a process group of its own. */
async function start(command: string, words: readonly string[]) {
  const path = (process.env.PATH ?? '').split(':').filter((part) => !part.includes('node_modules'));
  const child = spawn(command, words, {
    cwd: clone,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, PATH: path.join(':'), PORT: '0', XDG_STATE_HOME: join(folder.path, 'state') },
  });
  const ended = once(child, 'exit');
  return { child, url: await urlOf(child), ended };
}

/** What it prints for people; what it says afterwards goes nowhere, as when nobody looks. */
async function urlOf({ stderr }: ChildProcess): Promise<string> {
  let seen = '';
  for await (const chunk of stderr?.iterator({ destroyOnReturn: false }) ?? []) {
    seen += chunk;
    const url = /server is at (http:\S+)/.exec(seen)?.[1];
    if (url !== undefined) {
      stderr?.resume();
      return url;
    }
  }
  throw new Error(`It ended before it served:\n${seen}`);
}

/** Calls a tool as a client does that was given the URL. */
async function readsTheSample(url: string): Promise<void> {
  await using client = await connect('v2-modern', { url });
  const answer = await client.callTool('list_allowed_directories', {});
  expectSuccess(answer);
  expect(JSON.stringify(answer.content)).toContain(join(clone, '.cache/sample'));
}

/** Processes that run something of the clone, by their ids. */
const running = (): readonly number[] =>
  execFileSync('ps', ['-Ao', 'pid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(clone))
    .map((line) => Number.parseInt(line, 10));

async function expectNothingLeft(url: string): Promise<void> {
  await expect.poll(running).toEqual([]);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
  const state = join(folder.path, 'state/portolan/filesystem');
  expect((await readdir(state)).toSorted()).toEqual(['audit.jsonl', 'audit.jsonl.key']);
}

// In this order: what the first one installs is there for those after it.
describe('a clone', { shuffle: false }, () => {
  test(
    'the command of the README serves from a clone with nothing installed, until Ctrl-C',
    async () => {
      const readme = await readFile(join(clone, 'README.md'), 'utf8');
      const [command = '', ...words] = /^npx .* start$/m.exec(readme)?.[0].split(' ') ?? [];
      const { child, url, ended } = await start(command, words);
      await readsTheSample(url);
      // A terminal tells everybody in the foreground.
      process.kill(-(child.pid ?? 0), 'SIGINT');
      expect(await ended).toEqual([null, 'SIGINT']);
      await expectNothingLeft(url);
      const records = await auditRecords(join(folder.path, 'state/portolan/filesystem/audit.jsonl'));
      expect(records).toMatchObject([{ phase: 'call', target: 'list_allowed_directories', status: 'ok' }]);
    },
    MINUTES,
  );

  test.each(['SIGTERM', 'SIGHUP'] as const)(
    'its script ends with 0 by %s, and the server with it',
    async (signal) => {
      const { child, url, ended } = await start(process.execPath, ['scripts/start.ts']);
      await readsTheSample(url);
      child.kill(signal);
      expect(await ended).toEqual([0, null]);
      await expectNothingLeft(url);
    },
    MINUTES,
  );

  test(
    'leaves no server behind when nobody can read what it says any more',
    async () => {
      const { child, url, ended } = await start(process.execPath, ['scripts/start.ts']);
      child.stderr?.destroy();
      // The server says something of this, and that cannot be passed on.
      await fetch(url, { headers: { host: 'evil.example.com' } });
      child.kill('SIGTERM');
      await ended;
      await expectNothingLeft(url);
    },
    MINUTES,
  );
});
