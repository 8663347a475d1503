import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { type ProgramRequest, runProgram } from './run-program.ts';
import { isAlive, scratch } from './test-support.ts';

const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C' };
const never = new AbortController().signal;

const run = (script: string, request: Partial<ProgramRequest> = {}) =>
  runProgram({ program: '/bin/sh', args: ['-c', script], cwd: '/', env, signal: never, ...request });

it('kills the whole process group when it is cancelled', async () => {
  const file = join(scratch(), 'pid');
  const controller = new AbortController();
  const running = run(`sleep 600 & echo $! > ${file}; wait`, { signal: controller.signal });
  const refused = expect(running).rejects.toMatchObject({ code: 'cancelled' });
  await expect.poll(() => readFileSync(file, 'utf8')).toMatch(/^\d+\n$/);
  const pid = Number(readFileSync(file, 'utf8'));
  controller.abort();
  await refused;
  await expect.poll(() => isAlive(pid)).toBe(false);
});

it('kills it at the limit of its output, and says that there was more', async () => {
  const result = await run('yes', { maxBytes: 1_000 });
  expect(result).toMatchObject({ truncated: true, code: null });
  expect(result.stdout).toHaveLength(1_000);
});

it('bounds what it keeps of standard error, and does not wait for it', async () => {
  const { stderr, code } = await run('seq 1 100000 >&2; exit 3');
  expect(code).toBe(3);
  expect(stderr.length).toBeLessThanOrEqual(16 * 1024);
});

it('lets a writer end and take its lock with it', async () => {
  const lock = join(scratch(), 'lock');
  const controller = new AbortController();
  const script = `trap 'rm ${lock}; exit 1' TERM; touch ${lock}; while :; do sleep 0.05; done`;
  const running = run(script, { signal: controller.signal, writes: true });
  const refused = expect(running).rejects.toMatchObject({ code: 'cancelled' });
  await expect.poll(() => existsSync(lock)).toBe(true);
  controller.abort();
  await refused;
  expect(existsSync(lock)).toBe(false);
});

it('kills a writer that does not end', async () => {
  const file = join(scratch(), 'pid');
  const controller = new AbortController();
  const script = `trap '' TERM; echo $$ > ${file}; while :; do sleep 1; done`;
  const running = run(script, { signal: controller.signal, writes: true });
  const refused = expect(running).rejects.toMatchObject({ code: 'cancelled' });
  await expect.poll(() => readFileSync(file, 'utf8')).toMatch(/^\d+\n$/);
  controller.abort();
  await refused;
  expect(isAlive(Number(readFileSync(file, 'utf8')))).toBe(false);
});

it('does not start for a call that has ended', async () => {
  const canary = join(scratch(), 'canary');
  await expect(run(`touch ${canary}`, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'cancelled',
  });
  await sleep(100);
  expect(existsSync(canary)).toBe(false);
});

it('says which program cannot be started', async () => {
  await expect(run('', { program: '/nowhere/tool' })).rejects.toMatchObject({
    code: 'unavailable',
    message: 'tool could not be started.',
  });
});

it('gives the child nothing of this environment', async () => {
  process.env.LD_PRELOAD_CHECK = 'x';
  try {
    const { stdout } = await run('env');
    expect(stdout.toString()).not.toContain('LD_PRELOAD_CHECK');
    expect(stdout.toString()).toContain('LC_ALL=C');
  } finally {
    delete process.env.LD_PRELOAD_CHECK;
  }
});
