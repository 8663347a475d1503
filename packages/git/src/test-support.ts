import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Client } from '@modelcontextprotocol/client';
import { serveInMemory } from '@portolan/runtime/in-memory';
import { createAskedClient } from '@portolan/testing/asked-client';
import { expect, onTestFinished } from 'vitest';
import * as z from 'zod';
import server from './server.ts';

/** What git of the tests themselves runs with: no settings of this machine, an author, fixed dates. */
export const plainEnvironment = {
  PATH: process.env.PATH ?? '',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
  GIT_AUTHOR_DATE: '2026-01-02T03:04:05Z',
  GIT_COMMITTER_DATE: '2026-01-02T03:04:05Z',
  GIT_ALLOW_PROTOCOL: 'file',
};

/** Runs git as a user would; its output, without the last line end. */
export function runPlainGit(cwd: string, args: readonly string[], input?: string | Buffer): string {
  const output = execFileSync('git', args, {
    cwd,
    env: plainEnvironment,
    stdio: ['pipe', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
    ...(input !== undefined && { input }),
  });
  return output.toString('utf8').replace(/\n$/, '');
}

/** Commits as git itself prints them, with the fields that `log` answers. */
export const plainLog = (repo: string, ...args: readonly string[]) =>
  runPlainGit(repo, [
    'log',
    '--format=%H%x00%P%x00%an <%ae>%x00%aI%x00%D%x00%s%x00%b%x01',
    '--decorate=short',
    ...args,
  ])
    .split('\x01')
    .map((record) => record.replace(/^\n/, '').split('\0'))
    .filter(([commit]) => commit !== '')
    .map(([commit, parents = '', author, date = '', refs, subject, body = '']) => ({
      commit,
      parents: parents.split(' ').filter(Boolean),
      author,
      date: date.replace(/Z$/, '+00:00'),
      refs,
      subject,
      body: body.trimEnd(),
    }));

/** A folder with one repository, and something outside of it, removed when the test ends. */
export interface Sandbox {
  readonly base: string;
  /** The repository. */
  readonly repo: string;
  readonly outside: string;
  /** Runs git in the repository. */
  git(...args: readonly string[]): string;
  /** Writes a file in the repository; answers its path. */
  put(relative: string, content?: string | Buffer): string;
  /** Writes files and commits them; answers the commit. */
  commit(message: string, files?: Readonly<Record<string, string | Buffer>>): string;
  /** Commits `f`, then changes it on `side` and, otherwise, on `main`, which is left; answers the last commit. */
  diverge(): string;
  /** A path whose existence says that something was run. */
  readonly canary: string;
}

export function sandbox(initArgs: readonly string[] = []): Sandbox {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'portolan-git-')));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const repo = join(base, 'repo');
  const outside = join(base, 'outside');
  mkdirSync(outside);
  runPlainGit(base, ['init', '-q', '-b', 'main', ...initArgs, repo]);
  const git = (...args: readonly string[]) => runPlainGit(repo, args);
  git('config', 'user.name', 'Ada');
  git('config', 'user.email', 'ada@example.org');
  const put = (relative: string, content: string | Buffer = 'content\n') => {
    const path = join(repo, relative);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
  const commit: Sandbox['commit'] = (message, files = {}) => {
    for (const [name, content] of Object.entries(files)) put(name, content);
    git('add', '-A');
    git('commit', '-q', '--allow-empty', '-m', message);
    return git('rev-parse', 'HEAD');
  };
  const diverge = () => {
    commit('base', { f: 'base\n' });
    git('checkout', '-q', '-b', 'side');
    commit('side', { f: 'side\n' });
    git('checkout', '-q', 'main');
    return commit('main', { f: 'main\n' });
  };
  return { base, repo, outside, git, put, commit, diverge, canary: join(base, 'CANARY') };
}

/** The git processes that read objects, stay and work in a folder. */
export const readersIn = (folder: string): readonly number[] =>
  processesIn(folder, 'cat-file\0--batch-command');

/** Processes with a word in their command line that work in a folder; those that have ended do not count. */
export function processesIn(folder: string, word: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return command.includes(word) && realpathSync(`/proc/${pid}/cwd`) === folder;
      } catch {
        // It ended meanwhile.
        return false;
      }
    })
    .map(Number);
}

const Failure = z.object({
  'portolan/error': z.looseObject({
    code: z.string(),
    message: z.string(),
    next: z.string(),
    data: z.record(z.string(), z.unknown()).optional(),
  }),
});

/** A tool's answer as a client sees it. */
export interface Answer {
  readonly isError: boolean;
  readonly error: z.output<typeof Failure>['portolan/error'] | undefined;
  /** Every text block, joined. */
  readonly text: string;
  readonly structured: Readonly<Record<string, unknown>>;
  /** Bytes of the whole answer. */
  readonly bytes: number;
}

type Args = Readonly<Record<string, unknown>>;

export interface GitClient extends Sandbox {
  readonly client: Client;
  call(name: string, args?: Args): Promise<Answer>;
  /** Calls and fails the test when the answer is an error. */
  ok(name: string, args?: Args): Promise<Answer>;
  /** Calls and answers the code of the error; fails the test when there is none. */
  refused(name: string, args?: Args): Promise<string | undefined>;
  /** Ends the client and the server now, not with the test. */
  stop(): Promise<void>;
}

export interface ClientOptions {
  /** Another server than this package's, on the same settings. */
  readonly server?: typeof server;
  readonly argv?: readonly string[] | ((box: Sandbox) => readonly string[]);
  /** Folders of the command line; the repository where it is left out. */
  readonly folders?: (box: Sandbox) => readonly string[];
  readonly init?: readonly string[];
  readonly era?: 'legacy' | 'modern';
  /** What the user says to a confirmation; without it the client cannot ask. */
  readonly confirms?: boolean;
  readonly roots?: (box: Sandbox) => readonly string[];
}

/** A client of the whole server, every toolset on, over a new repository; all of it ends with the test. */
export async function connectGit(options: ClientOptions = {}): Promise<GitClient> {
  const box = sandbox(options.init);
  const folders = options.folders?.(box) ?? [box.repo];
  const argv = typeof options.argv === 'function' ? options.argv(box) : (options.argv ?? []);
  const quiet = ['--audit', 'off', '--rate-limit', 'off', '--toolsets', 'all', '--log-level', 'error'];
  const served = await serveInMemory(options.server ?? server, [...quiet, ...argv, ...folders]);
  const { era, confirms, roots } = options;
  const client = createAskedClient({ era, confirms, roots: roots && (() => roots(box)) });
  await client.connect(served.transport);
  let ended: Promise<void> | undefined;
  const stop = () => {
    ended ??= client.close().then(() => served[Symbol.asyncDispose]());
    return ended;
  };
  onTestFinished(stop);
  const call = async (name: string, args: Args = {}) =>
    answerOf(await client.callTool({ name, arguments: { ...args } }));
  return {
    ...box,
    client,
    call,
    stop,
    async ok(name, args) {
      const answer = await call(name, args);
      expect(answer.isError, `${answer.text} ${JSON.stringify(answer.error)}`).toBe(false);
      return answer;
    },
    async refused(name, args) {
      const answer = await call(name, args);
      expect(answer.isError, answer.text).toBe(true);
      return answer.error?.code;
    },
  };
}

function answerOf(result: Awaited<ReturnType<Client['callTool']>>): Answer {
  const texts = result.content.flatMap((block) => (block.type === 'text' ? [block.text] : []));
  const failure = Failure.safeParse(result._meta);
  return {
    isError: result.isError === true,
    error: failure.success ? failure.data['portolan/error'] : undefined,
    text: texts.join('\n'),
    structured: z.record(z.string(), z.unknown()).catch({}).parse(result.structuredContent),
    bytes: Buffer.byteLength(JSON.stringify(result)),
  };
}
