import { expect, test } from 'vitest';
import { fitting, PAYLOAD_BYTES, payloadBytes } from './payload.ts';

test('counts the mean of a value as data and as text that is JSON itself', () => {
  // "a" takes 3 bytes; as a string in JSON, with its quotes escaped, 7.
  expect(payloadBytes('a')).toBe(5);
  expect(payloadBytes('é')).toBe(6);
});

test('keeps from the first what fits, and at least one', () => {
  const items = ['aaaa', 'bbbb', 'cccc'];
  const each = payloadBytes('aaaa');
  expect(fitting(items, each * 3)).toEqual(items);
  expect(fitting(items, each * 3 - 1)).toEqual(['aaaa', 'bbbb']);
  expect(fitting(items, 0)).toEqual(['aaaa']);
  expect(fitting([], 0)).toEqual([]);
});

test('an answer with a full payload stays below 64 KiB in both forms', () => {
  const items = Array.from({ length: 2_000 }, (_, index) => `line "${index}" of a text`);
  const kept = fitting(items);
  expect(kept.length).toBeLessThan(items.length);
  expect(payloadBytes(kept)).toBeLessThan(PAYLOAD_BYTES * 1.1);
  expect(Buffer.byteLength(JSON.stringify(JSON.stringify(kept)))).toBeLessThan(32 * 1024);
});
