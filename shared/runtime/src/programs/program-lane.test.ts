import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readlinkSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { ProgramLane } from './program-lane.ts';
import { ProgramLanes } from './program-lanes.ts';
import { isAlive, scratch, shellsOf } from './test-support.ts';

const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C' };
const program = '/bin/sh';
const never = new AbortController().signal;
const script = (text: string, ...words: readonly string[]) => ['-c', text, 'sh', ...words];

function newLane(folder = '/'): ProgramLane {
  const lane = new ProgramLane({ program, env: { ...env, LANE: folder } });
  onTestFinished(() => lane.close());
  return lane;
}

/** Lanes, and how to run something in one of them. */
function newLanes(cwd: string, idleMs?: number) {
  const lanes = new ProgramLanes({ program, env: { ...env, LANE: cwd } }, idleMs);
  onTestFinished(() => lanes.close());
  return { lanes, run: (text: string) => lanes.run({ args: script(text), cwd, signal: never }) };
}

function shellOf(folder: string): number {
  const [pid] = shellsOf(folder);
  if (pid === undefined) throw new Error('No shell runs.');
  return pid;
}

const text = ({ stdout }: { readonly stdout: Buffer } = { stdout: Buffer.from('lost') }) => stdout.toString();

it('gives the program each argument as it is, whatever a shell would make of it', async () => {
  const lane = newLane();
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
  const result = await lane.run({ args: script(`printf '%s\\0' "$@"`, ...words), cwd: '/', signal: never });
  expect(text(result)).toBe(words.map((word) => `${word}\0`).join(''));
});

it('goes to the folder as it is written', async () => {
  const lane = newLane();
  for (const name of ['plain', ' two  words ', '$(id)', "it's", '-P', '~', '*']) {
    const cwd = join(scratch(), name);
    mkdirSync(cwd);
    const result = await lane.run({ args: script('pwd -P'), cwd, signal: never });
    expect(text(result)).toBe(`${cwd}\n`);
  }
});

it('keeps no folder in use', async () => {
  const cwd = scratch();
  await newLane(cwd).run({ args: script(''), cwd, signal: never });
  expect(readlinkSync(`/proc/${shellOf(cwd)}/cwd`)).toBe('/');
});

it('takes no word that is more than one line, or that shells may read differently', () => {
  for (const word of ['a\nb', '\0', 'é', '\t', '\u007f', 'x'.repeat(5_000)]) {
    expect(ProgramLane.fits({ args: ['log', word], cwd: '/' }), word.slice(0, 9)).toBe(false);
    expect(ProgramLane.fits({ args: ['log'], cwd: `/${word}` }), word.slice(0, 9)).toBe(false);
  }
  expect(ProgramLane.fits({ args: ['log', '--format=%H %an', '--', "it's"], cwd: '/a b' })).toBe(true);
});

it('answers with what the program prints, its errors and its status, one after the other', async () => {
  const cwd = scratch();
  const lane = newLane(cwd);
  const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7) % 256));
  writeFileSync(join(cwd, 'bytes'), bytes);
  await lane.run({ args: script(''), cwd, signal: never });
  const pid = shellOf(cwd);
  for (let times = 0; times < 3; times += 1) {
    const read = await lane.run({ args: script('cat bytes'), cwd, signal: never });
    expect(read?.stdout.equals(bytes)).toBe(true);
    expect(read).toMatchObject({ code: 0, stderr: '', truncated: false });
    const failed = await lane.run({ args: script('echo no >&2; exit 128'), cwd, signal: never });
    expect(failed).toMatchObject({ code: 128, stderr: 'no\n' });
    const none = await lane.run({ args: script('exit 1'), cwd, signal: never });
    expect(none).toMatchObject({ code: 1, stderr: '' });
  }
  const loud = await lane.run({ args: script('seq 1 100000 >&2; exit 3'), cwd, signal: never });
  expect(loud).toMatchObject({ code: 3 });
  expect(loud?.stderr.length).toBe(16 * 1024);
  expect(shellsOf(cwd)).toEqual([pid]);
  expect(lane.usable).toBe(true);
});

it('stops the program at the limit of its output or when its reader has enough, and goes on', async () => {
  const lane = newLane();
  const limited = await lane.run({ args: script('exec yes'), cwd: '/', signal: never, maxBytes: 1_000 });
  expect(limited).toMatchObject({ truncated: true, code: null });
  expect(limited?.stdout).toHaveLength(1_000);
  let seen = 0;
  const consume = (chunk: Buffer) => {
    seen += chunk.length;
    return seen > 100_000 ? 'stop' : 'more';
  };
  expect(await lane.run({ args: script('exec yes'), cwd: '/', signal: never, consume })).toMatchObject({
    truncated: true,
    stdout: Buffer.alloc(0),
  });
  expect(seen).toBeLessThan(300_000);
  expect(text(await lane.run({ args: script('echo on'), cwd: '/', signal: never }))).toBe('on\n');
});

it('ends all that runs when the call is cancelled, also what does not want to end', async () => {
  const file = join(scratch(), 'pid');
  for (const deaf of ['', "trap '' TERM; "]) {
    const lane = newLane();
    const controller = new AbortController();
    const sleeper = `${deaf}sleep 600 & echo $! > ${file}.new; mv ${file}.new ${file}; wait; sleep 600`;
    const refused = expect(
      lane.run({ args: script(sleeper), cwd: '/', signal: controller.signal }),
    ).rejects.toMatchObject({ code: 'cancelled' });
    const sleeping = await vi.waitFor(() => Number(readFileSync(file, 'utf8')), 60_000);
    renameSync(file, `${file}.old`);
    controller.abort();
    await refused;
    await expect.poll(() => isAlive(sleeping)).toBe(false);
    expect(lane.usable).toBe(deaf === '');
  }
});

it('does not start the program for a call that has ended', async () => {
  const canary = join(scratch(), 'canary');
  const lane = newLane();
  const run = lane.run({ args: script(`touch ${canary}`), cwd: '/', signal: AbortSignal.abort() });
  await expect(run).rejects.toMatchObject({ code: 'cancelled' });
  await lane.run({ args: script(''), cwd: '/', signal: never });
  expect(existsSync(canary)).toBe(false);
});

it('takes no later output for that of the next request', async () => {
  const lane = newLane();
  await lane.run({ args: script('(sleep 0.2; echo late) & exit 0'), cwd: '/', signal: never });
  await expect.poll(() => lane.usable).toBe(false);
});

it('gives the program only the environment of the lane', async () => {
  const lane = newLane();
  const names = text(await lane.run({ args: script('env'), cwd: '/', signal: never }))
    .split('\n')
    .map((line) => line.split('=')[0] ?? '')
    .filter((name) => name !== '' && name !== 'LANE' && !(name in env));
  // Those that shells set by themselves.
  for (const name of names) expect(['PWD', 'OLDPWD', 'SHLVL', '_']).toContain(name);
});

it('uses a lane again, another one beside it, and none that was lost', async () => {
  const cwd = scratch();
  const { run } = newLanes(cwd);
  await run('echo 1');
  const first = shellOf(cwd);
  await run('echo 2');
  expect(shellsOf(cwd)).toEqual([first]);
  await Promise.all([run('echo'), run('echo'), run('echo')]);
  expect(shellsOf(cwd)).toHaveLength(3);
  expect(shellsOf(cwd)).toContain(first);
  await Promise.all(Array.from({ length: 9 }, () => run('echo')));
  expect(shellsOf(cwd)).toHaveLength(4);
  for (const pid of shellsOf(cwd)) process.kill(pid, 'SIGKILL');
  expect(text(await run('echo 3'))).toBe('3\n');
});

it('starts the program anew when a lane is lost before it said anything', async () => {
  const cwd = scratch();
  const { run } = newLanes(cwd);
  await run('echo');
  const pid = shellOf(cwd);
  process.kill(pid, 'SIGSTOP');
  const running = run('echo whole');
  process.kill(pid, 'SIGKILL');
  expect(text(await running)).toBe('whole\n');
});

it('takes no answer for whole when the shell is lost before its last mark', async () => {
  const cwd = scratch();
  const lane = newLane(cwd);
  await lane.run({ args: script(''), cwd, signal: never });
  // The status is on standard error already, and standard output is full: its mark waits.
  const full = join(cwd, 'full');
  const fill = `dd if=/dev/zero bs=64k oflag=nonblock 2>/dev/null; touch ${full}; exit 0`;
  const run = lane.run({ args: script(fill), cwd, signal: never });
  execFileSync('sh', ['-c', `until [ -e ${full} ]; do sleep 0.05; done; sleep 0.8`]);
  process.kill(-shellOf(cwd), 'SIGKILL');
  const result = await run;
  expect(result?.stdout.length).toBeGreaterThan(0);
  expect(result).toMatchObject({ code: null, truncated: false });
});

it('says of a folder that is gone what a start of the program says', async () => {
  const cwd = join(scratch(), 'here');
  mkdirSync(cwd);
  const { run } = newLanes(cwd);
  await run('echo');
  renameSync(cwd, `${cwd}.moved`);
  await expect(run('echo')).rejects.toMatchObject({ code: 'unavailable' });
  renameSync(`${cwd}.moved`, cwd);
  expect(await run('echo')).toMatchObject({ code: 0 });
});

it('starts writers, and what has an input or odd words, without a lane', async () => {
  const cwd = scratch();
  const { lanes } = newLanes(cwd);
  const request = { cwd, signal: never };
  await lanes.run({ ...request, args: script('touch it'), writes: true });
  const echoed = await lanes.run({ ...request, args: script('cat'), input: 'one\n' });
  expect(text(echoed)).toBe('one\n');
  const word = 'é\nü';
  expect(text(await lanes.run({ ...request, args: script('printf %s "$1"', word) }))).toBe(word);
  expect(shellsOf(cwd)).toEqual([]);
});

it('uses none while this process acts as another user, whom a shell would give up', async () => {
  if (process.geteuid?.() !== 0) throw new Error('Run this as root: it takes on another user.');
  const lanes = new ProgramLanes({ program: '/usr/bin/id', env });
  onTestFinished(() => lanes.close());
  const user = async () => text(await lanes.run({ args: ['-u'], cwd: '/', signal: never }));
  expect(await user()).toBe('0\n');
  try {
    process.seteuid?.(65_534);
    expect(await user()).toBe('65534\n');
  } finally {
    process.seteuid?.(0);
  }
});

it('ends lanes that nobody uses, and all of them when it is closed', async () => {
  const cwd = scratch();
  const { lanes, run } = newLanes(cwd, 100);
  await run('echo');
  const idle = shellOf(cwd);
  await expect.poll(() => shellsOf(cwd)).toEqual([]);
  await run('echo');
  expect(shellOf(cwd)).not.toBe(idle);
  const busy = run('sleep 0.2; echo done');
  lanes.close();
  expect(text(await busy)).toBe('done\n');
  await expect.poll(() => shellsOf(cwd)).toEqual([]);
  expect(text(await run('echo 4'))).toBe('4\n');
  expect(shellsOf(cwd)).toEqual([]);
});

it('keeps nobody alive while it waits', () => {
  const lanes = new URL('./program-lanes.ts', import.meta.url).href;
  const waiting = `const { ProgramLanes } = await import(${JSON.stringify(lanes)});
    const lanes = new ProgramLanes({ program: '/bin/sh', env: {} });
    const { stdout } = await lanes.run({ args: ['-c', 'echo done'], cwd: '/', signal: new AbortController().signal });
    process.stdout.write(stdout);`;
  const ended = execFileSync(process.execPath, ['--input-type=module', '--eval', waiting], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  expect(ended).toBe('done\n');
});
