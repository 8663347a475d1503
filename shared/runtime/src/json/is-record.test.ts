import { expect, it } from 'vitest';
import { isRecord } from './is-record.ts';

it.each([[{}], [{ a: 1 }], [Object.create(null)]])('takes %o', (value) => {
  expect(isRecord(value)).toBe(true);
});

it.each([[null], [undefined], [[]], ['text'], [1], [() => {}]])('refuses %o', (value) => {
  expect(isRecord(value)).toBe(false);
});
