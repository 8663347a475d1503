import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '@portolan/testing/machine';
import { expect, it, vi } from 'vitest';
import { sandbox } from '../test-support.ts';
import { gitEnvironment } from './environment.ts';
import { runGit } from './run-git.ts';

const env = gitEnvironment({ allowHooks: false, trustOwners: false });
const never = new AbortController().signal;

/** An alias is the one way to have git run something of the test; the server itself has none. */
const running = (script: string) => ['-c', `alias.x=!${script}`, 'x'];

it('kills the whole process group when it is cancelled', async () => {
  const { repo, base } = sandbox();
  const file = join(base, 'pid');
  const controller = new AbortController();
  const run = runGit({
    args: running(`sleep 60 & echo $! > ${file}; wait`),
    cwd: repo,
    env,
    signal: controller.signal,
  });
  const refused = expect(run).rejects.toMatchObject({ code: 'cancelled' });
  await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toMatch(/^\d+\n$/), 10_000);
  const pid = Number(readFileSync(file, 'utf8'));
  const started = performance.now();
  controller.abort();
  await refused;
  expect(performance.now() - started).toBeLessThan(1_000);
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 2_000);
});

it('kills it at the limit of its output, and says that there was more', async () => {
  const { repo } = sandbox();
  const result = await runGit({ args: running('yes'), cwd: repo, env, signal: never, maxBytes: 1_000 });
  expect(result).toMatchObject({ truncated: true, code: null });
  expect(result.stdout).toHaveLength(1_000);
});

it('bounds what it keeps of standard error, and does not wait for it', async () => {
  const { repo } = sandbox();
  const { stderr } = await runGit({
    args: running('seq 1 100000 >&2; exit 3'),
    cwd: repo,
    env,
    signal: never,
  });
  expect(stderr.length).toBeLessThanOrEqual(16 * 1024);
});

it('lets a writer end and take its lock with it', async () => {
  const { repo, base } = sandbox();
  const lock = join(base, 'lock');
  const controller = new AbortController();
  const script = `touch ${lock}; trap 'rm ${lock}; exit 1' TERM; while :; do sleep 0.05; done`;
  const run = runGit({ args: running(script), cwd: repo, env, signal: controller.signal, writes: true });
  const refused = expect(run).rejects.toMatchObject({ code: 'cancelled' });
  await vi.waitFor(() => expect(existsSync(lock)).toBe(true), 10_000);
  controller.abort();
  await refused;
  expect(existsSync(lock)).toBe(false);
});

it('kills a writer that does not end', async () => {
  const { repo } = sandbox();
  const signal = AbortSignal.timeout(300);
  const started = performance.now();
  await expect(
    runGit({
      args: running("trap '' TERM; while :; do sleep 1; done"),
      cwd: repo,
      env,
      signal,
      writes: true,
    }),
  ).rejects.toMatchObject({ code: 'cancelled' });
  expect(performance.now() - started).toBeLessThan(5_000);
});

it('does not start for a call that has ended', async () => {
  const { repo, canary } = sandbox();
  const run = runGit({ args: running(`touch ${canary}`), cwd: repo, env, signal: AbortSignal.abort() });
  await expect(run).rejects.toMatchObject({ code: 'cancelled' });
  await sleep(100);
  expect(existsSync(canary)).toBe(false);
});

it('gives the child nothing of this environment', async () => {
  const { repo } = sandbox();
  process.env.LD_PRELOAD_CHECK = 'x';
  process.env.GIT_TRACE = '1';
  try {
    const { stdout, stderr } = await runGit({ args: running('env'), cwd: repo, env, signal: never });
    expect(stdout.toString()).not.toContain('LD_PRELOAD_CHECK');
    expect(stderr).not.toContain('trace');
  } finally {
    delete process.env.LD_PRELOAD_CHECK;
    delete process.env.GIT_TRACE;
  }
});
