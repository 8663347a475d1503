import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readdirSync, readlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Sandbox, sandbox } from '../../../test-support.ts';
import { openScope } from '../../open-scope.ts';
import { type ContentOptions, searchContent } from '../search-content.ts';
import { endIdle } from './worker-pool.ts';

/** Has other threads search from the first file on, and no ripgrep. */
const search = ({ files, root }: Sandbox, options: Partial<ContentOptions>) =>
  searchContent(openScope(files.access, root), {
    pattern: 'needle',
    maxMatchesPerFile: 50,
    limit: 1_000,
    ripgrepAfterMs: Number.POSITIVE_INFINITY,
    workersAfterMs: 0,
    ...options,
  });

/** Files that take a while: no line has a match, and each must be looked at. */
function putLongFiles(box: Sandbox, count: number): void {
  const text = 'abc def\n'.repeat(200_000);
  for (let index = 0; index < count; index += 1) box.put(`long-${index}.txt`, text);
}
const slow = { pattern: '[ad]+[yz]', regex: true };

/** Descriptors of this process that lie in a folder. */
const openBelow = (folder: string): number =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(folder);
    } catch {
      // The descriptor of this listing itself.
      return false;
    }
  }).length;

const swapper = `
  const { renameSync, symlinkSync, unlinkSync, writeSync } = require('node:fs');
  const [root, outside] = process.argv.slice(1);
  writeSync(1, 'ready');
  for (;;) {
    renameSync(root + '/p', root + '/p2');
    symlinkSync(outside, root + '/p');
    unlinkSync(root + '/p');
    renameSync(root + '/p2', root + '/p');
  }
`;

describe('a search in several threads', () => {
  it.each([
    ['by itself', {}],
    ['with ripgrep', { ripgrepAfterMs: 0, workersAfterMs: Number.POSITIVE_INFINITY }],
  ])('never shows the outside while a folder is swapped for a link, %s', async (_how, options) => {
    const box = sandbox();
    for (let index = 0; index < 200; index += 1) {
      box.put(`p/${index}.txt`, 'needle inside\n');
      box.putOutside(`${index}.txt`, 'needle OUTSIDE\n');
    }
    const child = spawn(process.execPath, ['-e', swapper, box.root, box.outside], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    const shown = new Set<string>();
    let unreadable = 0;
    // On a busy machine the other process seldom has its turn.
    for (const until = Date.now() + 2_500; Date.now() < until || unreadable <= 10; ) {
      const found = await search(box, options);
      for (const { lines } of found.files) for (const { text } of lines) shown.add(text);
      unreadable += found.unreadable;
    }
    expect(child.exitCode, 'the swapper was still running').toBeNull();
    expect([...shown]).toEqual(['needle inside']);
    // The race was really there: some searches met the link, or a file that was not where it had been.
    expect(unreadable).toBeGreaterThan(10);
  });

  it('takes a file that grows, shrinks or is replaced as it finds it', async () => {
    const box = sandbox();
    for (let index = 0; index < 50; index += 1) box.put(`still-${index}.txt`, 'needle\n');
    const growing = box.put('growing.txt', `needle\n${'filler line\n'.repeat(100_000)}`);
    const shrinking = box.put('shrinking.txt', `needle\n${'filler line\n'.repeat(100_000)}`);
    let length = 1_200_000;
    const change = setInterval(() => {
      appendFileSync(growing, 'filler line\n'.repeat(1_000));
      length = Math.max(7, length - 10_000);
      truncateSync(shrinking, length);
    }, 1);
    onTestFinished(() => clearInterval(change));
    for (let round = 0; round < 20; round += 1)
      expect(await search(box, {})).toMatchObject({ matches: 52, unreadable: 0 });
  });

  it.each([
    [
      'a cancelled call',
      () => {
        const controller = new AbortController();
        setTimeout(() => controller.abort(new Error('enough')), 30);
        return controller.signal;
      },
    ],
    ['a deadline', () => AbortSignal.timeout(30)],
  ])('ends with %s, its threads and descriptors with it', async (_name, makeSignal) => {
    const box = sandbox();
    putLongFiles(box, 60);
    const exits: Promise<unknown>[] = [];
    const hear = (worker: Worker): void => void exits.push(once(worker, 'exit'));
    process.on('worker', hear);
    onTestFinished(() => void process.off('worker', hear));
    const signal = makeSignal();
    const ending = await search(box, { ...slow, signal }).catch((error: unknown) => error);
    expect(signal.aborted).toBe(true);
    expect(ending).toBe(signal.reason);
    await Promise.all(exits);
    await expect.poll(() => openBelow(box.root)).toBe(0);
    expect(await search(box, { include: ['long-1.txt'], pattern: 'abc', limit: 3 })).toMatchObject({
      matches: 3,
    });
  });

  it('goes on alone when its threads end', async () => {
    const box = sandbox();
    putLongFiles(box, 30);
    box.put('z.txt', 'needle\n');
    let ended = 0;
    const end = (worker: Worker): void => {
      worker.on('message', ({ kind }) => {
        if (kind !== 'ready') return;
        ended += 1;
        void worker.terminate();
      });
    };
    process.on('worker', end);
    onTestFinished(() => void process.off('worker', end));
    await expect
      .poll(async () => {
        // Only a new thread is heard of; one that is about to end still counts for a moment.
        endIdle();
        const found = await search(box, { pattern: 'needle|xyz{2}', regex: true });
        expect(found.files.map(({ path }) => path)).toEqual([join(box.root, 'z.txt')]);
        return ended;
      })
      .toBeGreaterThan(0);
  });

  it('says what is wrong with an expression that only fails on a line', async () => {
    const box = sandbox();
    for (let index = 0; index < 100; index += 1) box.put(`${index}.txt`, 'x\n');
    const pattern = '(?:\\pL{1000}\\pN{1000}){5}';
    await expect(search(box, { pattern, regex: true, ignoreCase: true })).rejects.toMatchObject({
      code: 'invalid_arguments',
    });
    await expect(search(box, { pattern: '(', regex: true })).rejects.toMatchObject({
      code: 'invalid_arguments',
    });
  });

  it('answers other work while a catastrophic pattern meets long lines', async () => {
    const box = sandbox();
    const text = `${`${'a'.repeat(20_000)}!\n`.repeat(100)}${'a'.repeat(30)}\n`;
    for (let index = 0; index < 30; index += 1) box.put(`${index}.txt`, text);
    const running = search(box, { pattern: '(a+)+$', regex: true });
    let answers = 0;
    let isOver = false;
    const asking = (async () => {
      while (!isOver) {
        await box.files.readText('0.txt', { head: 1 }).catch(() => undefined);
        answers += 1;
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    })();
    expect(await running).toMatchObject({ matches: 30 });
    isOver = true;
    await asking;
    expect(answers).toBeGreaterThan(20);
  });
});
