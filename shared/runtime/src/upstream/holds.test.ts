import { expect, it } from 'vitest';
import { answerHeaders } from './answer-headers.ts';
import { StatusFault } from './fault.ts';
import { createHolds } from './holds.ts';

const limited = new StatusFault(403, answerHeaders([['x-a', '1']]), 1_000, 'wait', true);

it('keeps calls of one key back for as long as the upstream asked', async () => {
  let time = 0;
  let sent = 0;
  const holds = createHolds(() => time);
  const refuse = async () => {
    sent += 1;
    throw limited;
  };
  await expect(holds.run('a', refuse)).rejects.toBe(limited);
  time = 400;
  await expect(holds.run('a', refuse)).rejects.toMatchObject({
    status: 403,
    retryAfterMs: 600,
    text: 'wait',
  });
  expect(sent).toBe(1);
  expect(await holds.run('b', async () => 'other')).toBe('other');
  time = 1_000;
  expect(await holds.run('a', async () => 'again')).toBe('again');
});

it('keeps nothing back after other failures', async () => {
  const holds = createHolds();
  for (const fault of [
    new Error('broken'),
    new StatusFault(500, answerHeaders([]), 1_000, ''),
    new StatusFault(429, answerHeaders([]), undefined, ''),
  ]) {
    await expect(
      holds.run('a', async () => {
        throw fault;
      }),
    ).rejects.toBe(fault);
    expect(await holds.run('a', async () => 1)).toBe(1);
  }
});
