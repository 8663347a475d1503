import { expect, it } from 'vitest';
import { oneAfterTheOther } from './creation-marker.ts';

it('makes with one key one after the other, also after one that failed, and with other keys at once', async () => {
  const told: string[] = [];
  const { promise, reject } = Promise.withResolvers<string>();
  const making = (name: string, made: Promise<string> = Promise.resolve(name)) => {
    told.push(name);
    return made;
  };
  const first = oneAfterTheOther('key', () => making('first', promise));
  const second = oneAfterTheOther('key', () => making('second'));
  expect(await oneAfterTheOther('other', () => making('third'))).toBe('third');
  expect(told).toEqual(['first', 'third']);
  reject(new Error('refused'));
  await expect(first).rejects.toThrow('refused');
  expect(await second).toBe('second');
  expect(told).toEqual(['first', 'third', 'second']);
});
