import { spawnSync } from 'node:child_process';

/** What git runs with: no settings of this machine, no other repository than the one given, plain path names. */
const environment = {
  PATH: process.env.PATH ?? '',
  HOME: '/nonexistent',
  LC_ALL: 'C.UTF-8',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_LITERAL_PATHSPECS: '1',
  GIT_ALLOW_PROTOCOL: 'file',
  GIT_TERMINAL_PROMPT: '0',
};

/** More than the largest seed: a log or a diff of a few hundred megabytes. */
const MAX_OUTPUT_BYTES = 1024 * 1024 * 1024;

export interface GitOptions {
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that are an answer and no error. Only 0 unless told. */
  readonly codes?: readonly number[];
}

export interface GitAnswer {
  readonly code: number;
  readonly stdout: Buffer;
}

/**
 * Runs git and waits for it: handlers run one after another, so a request sees the repository whole.
 *
 * @throws Error with what git said, when its exit code is no answer
 */
export function runGit(folder: string, args: readonly string[], options: GitOptions = {}): GitAnswer {
  const { status, stdout, stderr, error } = spawnSync('git', args, {
    cwd: folder,
    env: { ...environment, ...options.env },
    maxBuffer: MAX_OUTPUT_BYTES,
    ...(options.input !== undefined && { input: options.input }),
  });
  if (error) throw error;
  if (status === null || !(options.codes ?? [0]).includes(status)) {
    throw new Error(`git ${args[0]} ended with ${status}: ${stderr.toString('utf8').slice(0, 2000)}`);
  }
  return { code: status, stdout };
}
