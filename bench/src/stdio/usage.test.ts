import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { cpuMs, overTree, residentMb } from './usage.ts';

const pidsOf = (pid: number) => {
  const found: number[] = [];
  overTree(pid, (one) => found.push(one));
  return found;
};

it('measures a process with what it started', async () => {
  const sleeper = `require('node:child_process').spawn('sleep', ['60'], { stdio: 'ignore' }).once('spawn', () => console.log('up'))`;
  const child = spawn(process.execPath, ['-e', sleeper], { stdio: ['ignore', 'pipe', 'ignore'] });
  const { pid = 0 } = child;
  await once(child.stdout, 'data');
  const tree = pidsOf(pid);
  onTestFinished(() => {
    for (const one of tree) process.kill(one);
  });
  expect(tree).toEqual([pid, expect.any(Number)]);
  expect(pidsOf(process.pid)).toEqual(expect.arrayContaining([process.pid, ...tree]));
  expect(overTree(pid, residentMb)).toBeGreaterThan(residentMb(pid));
  expect(overTree(pid, cpuMs)).toBeGreaterThanOrEqual(cpuMs(pid));
});

it('takes what has ended for nothing, and no process for an error', () => {
  const { pid: ended = 0 } = spawn('true');
  const pause = new Int32Array(new SharedArrayBuffer(4));
  // Nobody asks for its exit code while this function runs, so it stays as a zombie.
  while (!/^State:\s+Z/m.test(readFileSync(`/proc/${ended}/status`, 'utf8'))) Atomics.wait(pause, 0, 0, 10);
  expect(residentMb(ended)).toBe(0);
  expect(() => overTree(2 ** 30, cpuMs)).toThrow('ENOENT');
});
