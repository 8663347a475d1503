import { expect, it } from 'vitest';
import { fail } from '../errors/tool-error.ts';
import { completionsOrNone } from './completions.ts';

it('gives what there is, and nothing for what a call would refuse', async () => {
  expect(await completionsOrNone(async () => ['main'])).toEqual(['main']);
  expect(await completionsOrNone(async () => fail('not_found', 'There is no such repository.'))).toEqual([]);
});

it('hides no fault of the server', async () => {
  const fault = async () => {
    throw new TypeError('undefined is not a function');
  };
  await expect(completionsOrNone(fault)).rejects.toThrow('undefined is not a function');
});
