import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ToolError } from '@portolan/runtime';
import { expect, it, onTestFinished } from 'vitest';
import { type Sandbox, sandbox } from '../test-support.ts';

/** A busy machine races for longer, until the race was really there both ways. */
const RACE_MS = 2_500;

/**
 * Swaps `root/p` with a link to the outside folder and back, as fast as it can, until it is killed. A call
 * may make a new `p` while there is none; that one is thrown away.
 */
const swapper = `
  const { renameSync, rmSync, symlinkSync, unlinkSync, writeSync } = require('node:fs');
  const [root, outside] = process.argv.slice(1);
  const insist = (step) => {
    for (;;) {
      try { return step(); } catch {}
      try { rmSync(root + '/p', { recursive: true, force: true }); } catch {}
    }
  };
  writeSync(1, 'ready');
  for (;;) {
    renameSync(root + '/p', root + '/p2');
    insist(() => symlinkSync(outside, root + '/p'));
    unlinkSync(root + '/p');
    insist(() => renameSync(root + '/p2', root + '/p'));
  }
`;

async function startSwapping({ root, outside }: Sandbox): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', swapper, root, outside], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

async function stop(child: ChildProcess): Promise<void> {
  expect(child.exitCode, 'the swapper was still running').toBeNull();
  child.kill('SIGKILL');
  await once(child, 'close');
}

it('never reads outside while a parent is swapped', async () => {
  const box = sandbox();
  box.put('p/file', 'inside');
  box.putOutside('file', 'OUTSIDE');
  const child = await startSwapping(box);
  const seen = new Map<string, number>();
  const few = () => !((seen.get('inside') ?? 0) > 10 && (seen.get('outside_roots') ?? 0) > 10);
  for (const until = Date.now() + RACE_MS; Date.now() < until || few(); ) {
    const result = await box.files.readText('p/file').then(
      ({ content }) => content,
      (error: unknown) => (error instanceof ToolError ? error.code : Promise.reject(error)),
    );
    seen.set(result, (seen.get(result) ?? 0) + 1);
  }
  await stop(child);
  expect(seen.has('OUTSIDE')).toBe(false);
  // The race was really there: some calls met the link.
  expect(seen.get('inside')).toBeGreaterThan(10);
  expect(seen.get('outside_roots')).toBeGreaterThan(10);
});

const makeFolder = async (box: Sandbox, path: string) => box.files.createFolder(path);

it('never plants, changes or removes anything outside while a parent is swapped', async () => {
  const box = sandbox();
  box.put('p/file', 'inside');
  box.put('source', 'source');
  box.putOutside('file', 'OUTSIDE');
  box.putOutside('victim', 'OUTSIDE');
  const child = await startSwapping(box);
  let done = 0;
  let refused = 0;
  for (const until = Date.now() + RACE_MS; Date.now() < until || done <= 20 || refused <= 20; ) {
    const round = done + refused;
    const results = await Promise.allSettled([
      box.files.write(`p/new-${round}`, 'planted'),
      box.files.write('p/file', 'inside'),
      box.files.append('p/file', '!'),
      box.files.edit('p/file', [{ oldText: 'inside', newText: 'inside' }]),
      makeFolder(box, `p/folder-${round}/below`),
      box.files.copy('source', `p/copy-${round}`),
      box.files.move(`p/new-${round}`, `p/moved-${round}`),
      box.files.remove('p/victim', { permanent: true }),
    ]);
    for (const result of results) {
      if (result.status === 'fulfilled') done++;
      else if (result.reason instanceof ToolError) refused++;
      else throw result.reason;
    }
  }
  await stop(child);
  expect(readdirSync(box.outside).sort()).toEqual(['file', 'victim']);
  expect(readFileSync(join(box.outside, 'file'), 'utf8')).toBe('OUTSIDE');
  expect(done).toBeGreaterThan(20);
  expect(refused).toBeGreaterThan(20);
  expect(existsSync(join(box.root, 'source'))).toBe(true);
});
