import { expect, it, onTestFinished } from 'vitest';
import { readersIn, type Sandbox, sandbox } from '../test-support.ts';
import { gitEnvironment } from './environment.ts';
import { MAX_OBJECT_BYTES, ObjectReader, type ObjectReaderOptions } from './object-reader.ts';

const env = gitEnvironment({ allowHooks: false, trustOwners: false });
const never = new AbortController().signal;

function readerOf({ repo }: Sandbox, options: Partial<ObjectReaderOptions> = {}): ObjectReader {
  const reader = new ObjectReader({ args: [], cwd: repo, env, ...options });
  onTestFinished(() => reader.close());
  return reader;
}

function readerIn({ repo }: Sandbox): number {
  const [pid] = readersIn(repo);
  if (pid === undefined) throw new Error('No child runs.');
  return pid;
}

it('reads objects of all kinds, asked at once, through one child', async () => {
  const box = sandbox();
  const commit = box.commit('first', {
    'a.txt': 'one\n',
    empty: '',
    binary: Buffer.from([0, 10, 255, 10, 0]),
  });
  const reader = readerOf(box);
  const names = ['HEAD', 'HEAD^{tree}', 'HEAD:a.txt', 'HEAD:empty', 'HEAD:binary', 'absent'];
  const infos = await Promise.all(names.map((name) => reader.info(name, never)));
  const contents = await Promise.all(names.map((name) => reader.content(name, never)));
  expect(infos.map((info) => info?.type)).toEqual(['commit', 'tree', 'blob', 'blob', 'blob', undefined]);
  expect(infos[0]?.id).toBe(commit);
  expect(contents.slice(2).map((found) => found?.bytes.toString('hex'))).toEqual([
    '6f6e650a',
    '',
    '000aff0a00',
    undefined,
  ]);
  expect(contents[0]?.bytes.toString('utf8')).toBe(`${box.git('cat-file', 'commit', 'HEAD')}\n`);
});

it('sees what was written after it started', async () => {
  const box = sandbox();
  box.commit('first');
  const reader = readerOf(box);
  const first = await reader.info('HEAD', never);
  const pid = readerIn(box);
  const second = box.commit('second', { 'new.txt': 'new' });
  box.git('repack', '-adq');
  const third = box.commit('third', { 'new.txt': 'newer' });
  expect(first?.id).not.toBe(second);
  expect((await reader.info('HEAD', never))?.id).toBe(third);
  expect((await reader.content('HEAD:new.txt', never))?.bytes.toString()).toBe('newer');
  expect((await reader.content(`${second}:new.txt`, never))?.bytes.toString()).toBe('new');
  expect(readersIn(box.repo)).toEqual([pid]);
});

it('asks nothing with a name that would be two questions', async () => {
  const box = sandbox();
  box.commit('first', { 'a\ninfo HEAD': 'x' });
  const reader = readerOf(box);
  expect(await reader.info('HEAD:a\ninfo HEAD', never)).toBeUndefined();
  expect(await reader.info('HEAD\0', never)).toBeUndefined();
  expect(await reader.info('', never)).toBeUndefined();
  expect(await reader.info('x'.repeat(5_000), never)).toBeUndefined();
  expect(readersIn(box.repo)).toEqual([]);
  expect((await reader.info('HEAD', never))?.type).toBe('commit');
});

it('is not misled by a name that looks like an answer', async () => {
  const box = sandbox();
  box.commit('first');
  const reader = readerOf(box);
  const name = `${'a'.repeat(40)} blob 3`;
  expect(await reader.info(name, never)).toBeUndefined();
  expect((await reader.info('HEAD', never))?.type).toBe('commit');
});

it('does not read a big object whole, and goes on after it', async () => {
  const box = sandbox();
  box.commit('first', {
    big: Buffer.alloc(MAX_OBJECT_BYTES + 1, 'x'),
    fits: Buffer.alloc(MAX_OBJECT_BYTES, 'y'),
  });
  const reader = readerOf(box);
  expect((await reader.info('HEAD:big', never))?.size).toBe(MAX_OBJECT_BYTES + 1);
  expect((await reader.content('HEAD:fits', never))?.bytes.length).toBe(MAX_OBJECT_BYTES);
  const pid = readerIn(box);
  expect(await reader.content('HEAD:big', never)).toBeUndefined();
  await expect.poll(() => readersIn(box.repo)).not.toContain(pid);
  expect((await reader.info('HEAD', never))?.type).toBe('commit');
});

it('recovers from a child that was killed and from one that hangs', async () => {
  const box = sandbox();
  box.commit('first');
  const reader = readerOf(box, { stallMs: 200 });
  await reader.info('HEAD', never);
  process.kill(readerIn(box), 'SIGKILL');
  // What is asked before its end is noticed has no answer.
  await expect.poll(async () => (await reader.info('HEAD', never))?.type).toBe('commit');
  const hung = readerIn(box);
  process.kill(hung, 'SIGSTOP');
  const lost = await Promise.all([reader.info('HEAD', never), reader.content('HEAD', never)]);
  expect(lost).toEqual([undefined, undefined]);
  await expect.poll(() => readersIn(box.repo)).not.toContain(hung);
  expect((await reader.info('HEAD', never))?.type).toBe('commit');
});

it('gives up on a repository whose children die again and again', async () => {
  const box = sandbox();
  box.commit('first');
  const reader = readerOf(box, { args: ['-C', '/nonexistent'] });
  for (let times = 0; times < 3; times += 1) expect(await reader.info('HEAD', never)).toBeUndefined();
  await expect.poll(() => readersIn(box.repo)).toEqual([]);
  expect(await reader.info('HEAD', never)).toBeUndefined();
  expect(readersIn(box.repo)).toEqual([]);
});

it('stops waiting when the call is cancelled, and answers the others', async () => {
  const box = sandbox();
  box.commit('first', { 'a.txt': 'one' });
  const reader = readerOf(box);
  await reader.info('HEAD', never);
  process.kill(readerIn(box), 'SIGSTOP');
  const controller = new AbortController();
  const cancelled = expect(reader.content('HEAD:a.txt', controller.signal)).rejects.toMatchObject({
    code: 'cancelled',
  });
  const other = reader.info('HEAD', never);
  controller.abort();
  await cancelled;
  process.kill(readerIn(box), 'SIGCONT');
  expect((await other)?.type).toBe('commit');
  await expect(reader.info('HEAD', controller.signal)).rejects.toMatchObject({ code: 'cancelled' });
});

it('ends the child when nobody asks, and when it is closed', async () => {
  const box = sandbox();
  box.commit('first');
  const reader = readerOf(box, { idleMs: 100 });
  await reader.info('HEAD', never);
  const idle = readerIn(box);
  await expect.poll(() => readersIn(box.repo)).not.toContain(idle);
  await reader.info('HEAD', never);
  const last = readerIn(box);
  reader.close();
  await expect.poll(() => readersIn(box.repo)).not.toContain(last);
  expect(await reader.info('HEAD', never)).toBeUndefined();
  expect(readersIn(box.repo)).toEqual([]);
});
