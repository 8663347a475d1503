import { expect, it } from 'vitest';
import { memoryOf } from './memory-of.ts';

const MIB = 1024 * 1024;

it('says what code answers, and how much its memory grew', async () => {
  const imports = `import { setTimeout as after } from 'node:timers/promises';`;
  expect(await memoryOf(imports, `after(1, { n: 1 })`)).toMatchObject({ answer: { n: 1 } });
  const { grownBytes } = await memoryOf('', `Buffer.alloc(300 * ${MIB}, 'x').length`);
  expect(grownBytes).toBeGreaterThan(250 * MIB);
});

it('fails where the code does, or holds too much', async () => {
  await expect(memoryOf('', `Promise.reject(new Error('mine'))`)).rejects.toThrow('mine');
  const hoard = `Array.from({ length: 40_000_000 }, (_, n) => ({ n })).length`;
  await expect(memoryOf('', hoard)).rejects.toThrow('heap out of memory');
});
