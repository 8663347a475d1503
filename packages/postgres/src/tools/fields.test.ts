import { expect, it } from 'vitest';
import * as z from 'zod';
import { cursor, limit, maxBytes, params, Rows, timeoutMs } from './fields.ts';

const Fields = z.object({ limit, maxBytes, timeoutMs, cursor, params });

it('have bounds that nobody need know', () => {
  expect(Fields.parse({})).toEqual({ limit: 200, maxBytes: 65_536, params: [] });
});

it.each([
  [{ limit: 0 }],
  [{ limit: 10_001 }],
  [{ limit: 1.5 }],
  [{ maxBytes: 1_023 }],
  [{ maxBytes: 1_000_001 }],
  [{ timeoutMs: 0 }],
  [{ params: [{}] }],
  [{ params: [[1]] }],
  [{ cursor: 7 }],
])('refuse %j', (given) => {
  expect(Fields.safeParse(given).success).toBe(false);
});

it('take each kind of value as a parameter', () => {
  const values = ['a', 1, 1.5, true, null];
  expect(Fields.parse({ params: values }).params).toEqual(values);
});

it('say of an answer why rows are missing, or nothing', () => {
  const rows = { columns: [{ name: 'a', type: 'integer' }], rows: [[1], [null]], rowCount: 2 };
  expect(Rows.parse(rows)).toEqual(rows);
  expect(Rows.safeParse({ ...rows, truncated: 'mood' }).success).toBe(false);
});
