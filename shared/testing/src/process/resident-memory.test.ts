import { expect, it } from 'vitest';
import { residentMemory } from './resident-memory.ts';

it('says what a process holds, and the most it held', () => {
  const { now, peak } = residentMemory(process.pid);
  expect(now).toBeGreaterThan(10 * 1024 * 1024);
  expect(peak).toBeGreaterThanOrEqual(now);
});

it('refuses a process that is not there', () => {
  expect(() => residentMemory(-1)).toThrow('ENOENT');
});
