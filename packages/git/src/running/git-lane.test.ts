import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '@portolan/testing/machine';
import { expect, it, onTestFinished, vi } from 'vitest';
import { type Sandbox, sandbox, shellsIn } from '../test-support.ts';
import { gitEnvironment } from './environment.ts';
import { GitLane } from './git-lane.ts';
import { GitLanes } from './git-lanes.ts';

const env = gitEnvironment({ allowHooks: false, trustOwners: false });
const never = new AbortController().signal;
/** An alias is the one way to have git run something of the test; the server itself has none. */
const running = (script: string) => ['-c', `alias.x=!${script}`, 'x'];

function laneOf({ repo }: Sandbox): GitLane {
  const lane = new GitLane({ cwd: repo, env });
  onTestFinished(() => lane.close());
  return lane;
}

function lanesOf({ repo }: Sandbox, idleMs?: number): GitLanes {
  const lanes = new GitLanes({ cwd: repo, env }, idleMs);
  onTestFinished(() => lanes.close());
  return lanes;
}

function shellIn({ repo }: Sandbox): number {
  const [pid] = shellsIn(repo);
  if (pid === undefined) throw new Error('No shell runs.');
  return pid;
}

const text = ({ stdout }: { readonly stdout: Buffer } = { stdout: Buffer.from('lost') }) => stdout.toString();

it('gives git each argument as it is, whatever a shell would make of it', async () => {
  const box = sandbox();
  const lane = laneOf(box);
  const words = [
    '',
    ' two  words ',
    '$(id)',
    '`id`',
    '"',
    "'",
    "';id;'",
    '\\',
    '\\n',
    'a\\',
    '*',
    '~',
    '$HOME',
    '-n',
    '%s',
    '&',
    '#',
  ];
  for (const word of words) {
    const result = await lane.run({
      args: ['-c', `test.word=${word}`, 'config', '-z', 'test.word'],
      signal: never,
    });
    expect(text(result), word).toBe(`${word}\0`);
  }
  const all = await lane.run({ args: ['rev-parse', '--sq-quote', ...words], signal: never });
  expect(text(all)).toBe(execFileSync('git', ['rev-parse', '--sq-quote', ...words], { encoding: 'utf8' }));
});

it('takes no word that is more than one line, or that shells may read differently', () => {
  for (const word of ['a\nb', '\0', 'é', '\t', '\u007f', 'x'.repeat(5_000)])
    expect(GitLane.fits({ args: ['log', word] }), word.slice(0, 9)).toBe(false);
  expect(GitLane.fits({ args: ['log', '--format=%H %an', '--', "it's"] })).toBe(true);
});

it('answers with what git prints, its errors and its status, one after the other', async () => {
  const box = sandbox();
  const lane = laneOf(box);
  const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7) % 256));
  const commit = box.commit('first', { bytes });
  const pid = shellIn(box);
  for (let times = 0; times < 3; times += 1) {
    const read = await lane.run({ args: ['cat-file', 'blob', 'HEAD:bytes'], signal: never });
    expect(read?.stdout.equals(bytes)).toBe(true);
    expect(read).toMatchObject({ code: 0, stderr: '', truncated: false });
    const failed = await lane.run({ args: ['rev-parse', '--verify', 'absent'], signal: never });
    expect(failed).toMatchObject({ code: 128, stderr: expect.stringContaining('Needed a single revision') });
    const none = await lane.run({ args: ['grep', '-q', 'nothing', commit], signal: never });
    expect(none).toMatchObject({ code: 1, stderr: '' });
  }
  const loud = await lane.run({ args: running('seq 1 100000 >&2; exit 3'), signal: never });
  expect(loud).toMatchObject({ code: 3 });
  expect(loud?.stderr.length).toBe(16 * 1024);
  expect(shellsIn(box.repo)).toEqual([pid]);
  expect(lane.usable).toBe(true);
});

it('stops git at the limit of its output or when its reader has enough, and goes on', async () => {
  const lane = laneOf(sandbox());
  const limited = await lane.run({ args: running('yes'), signal: never, maxBytes: 1_000 });
  expect(limited).toMatchObject({ truncated: true, code: null });
  expect(limited?.stdout).toHaveLength(1_000);
  let seen = 0;
  const consume = (chunk: Buffer) => {
    seen += chunk.length;
    return seen > 100_000 ? 'stop' : 'more';
  };
  expect(await lane.run({ args: running('yes'), signal: never, consume })).toMatchObject({
    truncated: true,
    stdout: Buffer.alloc(0),
  });
  expect(seen).toBeLessThan(300_000);
  expect(text(await lane.run({ args: ['rev-parse', '--is-inside-work-tree'], signal: never }))).toBe(
    'true\n',
  );
});

it('ends all that runs when the call is cancelled, also what does not want to end', async () => {
  const box = sandbox();
  for (const deaf of ['', "trap '' TERM; "]) {
    const lane = laneOf(box);
    const file = join(box.base, 'pid');
    const controller = new AbortController();
    const script = `${deaf}sleep 60 & echo $! > ${file}.new; mv ${file}.new ${file}; wait; sleep 60`;
    const refused = expect(
      lane.run({ args: running(script), signal: controller.signal }),
    ).rejects.toMatchObject({
      code: 'cancelled',
    });
    const sleeping = await vi.waitFor(() => Number(readFileSync(file, 'utf8')), 10_000);
    renameSync(file, `${file}.old`);
    controller.abort();
    await refused;
    await vi.waitFor(() => expect(isAlive(sleeping)).toBe(false), 5_000);
    expect(lane.usable).toBe(deaf === '');
  }
});

it('does not start git for a call that has ended', async () => {
  const { repo, canary } = sandbox();
  const lane = laneOf({ ...sandbox(), repo });
  const run = lane.run({ args: running(`touch ${canary}`), signal: AbortSignal.abort() });
  await expect(run).rejects.toMatchObject({ code: 'cancelled' });
  await lane.run({ args: ['--version'], signal: never });
  expect(() => readFileSync(canary)).toThrow();
});

it('takes no later output for that of the next request', async () => {
  const lane = laneOf(sandbox());
  await lane.run({ args: running('(sleep 0.2; echo late) & exit 0'), signal: never });
  await vi.waitFor(() => expect(lane.usable).toBe(false), 5_000);
});

it('gives git only the environment of the lane', async () => {
  const lane = laneOf(sandbox());
  const names = text(await lane.run({ args: running('env'), signal: never }))
    .split('\n')
    .map((line) => line.split('=')[0] ?? '')
    .filter((name) => name !== '' && !(name in env));
  // Those of git for its alias, and of the shell that runs it.
  for (const name of names)
    expect(['GIT_PREFIX', 'GIT_EXEC_PATH', 'GIT_CONFIG_PARAMETERS', 'PWD', 'OLDPWD', 'SHLVL', '_']).toContain(
      name,
    );
});

it('uses a lane again, another one beside it, and none that was lost', async () => {
  const box = sandbox();
  const lanes = lanesOf(box);
  const version = () => lanes.run({ args: ['--version'], signal: never });
  await version();
  const first = shellIn(box);
  await version();
  expect(shellsIn(box.repo)).toEqual([first]);
  await Promise.all([version(), version(), version()]);
  expect(shellsIn(box.repo)).toHaveLength(3);
  expect(shellsIn(box.repo)).toContain(first);
  await Promise.all(Array.from({ length: 9 }, version));
  expect(shellsIn(box.repo)).toHaveLength(4);
  for (const pid of shellsIn(box.repo)) process.kill(pid, 'SIGKILL');
  expect(text(await version())).toMatch(/^git version/);
});

it('starts git anew when a lane is lost before it said anything', async () => {
  const box = sandbox();
  const lanes = lanesOf(box);
  await lanes.run({ args: ['--version'], signal: never });
  const pid = shellIn(box);
  process.kill(pid, 'SIGSTOP');
  const run = lanes.run({ args: ['--version'], signal: never });
  process.kill(pid, 'SIGKILL');
  expect(text(await run)).toMatch(/^git version/);
});

it('takes no answer for whole when the shell is lost before its last mark', async () => {
  const box = sandbox();
  const lane = laneOf(box);
  // The status is on standard error already, and standard output is full: its mark waits.
  const fill = 'dd if=/dev/zero bs=64k oflag=nonblock 2>/dev/null; exit 0';
  const run = lane.run({ args: running(fill), signal: never });
  execFileSync('sleep', ['0.8']);
  process.kill(-shellIn(box), 'SIGKILL');
  const result = await run;
  expect(result?.stdout.length).toBeGreaterThan(0);
  expect(result).toMatchObject({ code: null, truncated: false });
});

it('says of a folder that is gone what a start of git says', async () => {
  const box = sandbox();
  const lanes = lanesOf(box);
  await lanes.run({ args: ['--version'], signal: never });
  renameSync(box.repo, `${box.repo}.moved`);
  await expect(lanes.run({ args: ['status'], signal: never })).rejects.toMatchObject({ code: 'unavailable' });
  renameSync(`${box.repo}.moved`, box.repo);
  expect(await lanes.run({ args: ['status'], signal: never })).toMatchObject({ code: 0 });
});

it('starts writers, and what has an input or odd words, without a lane', async () => {
  const box = sandbox();
  const lanes = lanesOf(box);
  await lanes.run({ args: ['branch', 'x'], signal: never, writes: true }).catch(() => {});
  const hashed = await lanes.run({ args: ['hash-object', '--stdin'], signal: never, input: 'one\n' });
  expect(text(hashed)).toBe('5626abf0f72e58d7a153368ba57db4c673c0e171\n');
  const word = 'é\nü';
  const quoted = await lanes.run({ args: ['rev-parse', '--sq-quote', word], signal: never });
  expect(text(quoted)).toBe(` '${word}'\n`);
  expect(shellsIn(box.repo)).toEqual([]);
});

it('ends lanes that nobody uses, and all of them when it is closed', async () => {
  const box = sandbox();
  const lanes = lanesOf(box, 100);
  await lanes.run({ args: ['--version'], signal: never });
  const idle = shellIn(box);
  await vi.waitFor(() => expect(shellsIn(box.repo)).toEqual([]), 5_000);
  await lanes.run({ args: ['--version'], signal: never });
  expect(shellIn(box)).not.toBe(idle);
  const busy = lanes.run({ args: running('sleep 0.2; echo done'), signal: never });
  lanes.close();
  expect(text(await busy)).toBe('done\n');
  await vi.waitFor(() => expect(shellsIn(box.repo)).toEqual([]), 5_000);
  expect(text(await lanes.run({ args: ['--version'], signal: never }))).toMatch(/^git version/);
  expect(shellsIn(box.repo)).toEqual([]);
});
