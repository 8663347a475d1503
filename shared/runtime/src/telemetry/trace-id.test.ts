import { expect, it } from 'vitest';
import { newTraceId } from './trace-id.ts';

it('makes ids of 32 hex digits, each another', () => {
  const ids = Array.from({ length: 2_000 }, newTraceId);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(new Set(ids).size).toBe(ids.length);
});
