import { expect, test } from 'vitest';
import { writeJson, writtenJson } from './written-json.ts';

test('what was written last is known of the very value, not of another like it', () => {
  const value = { rows: [[1, 'a"b']], next: undefined };
  expect(writtenJson(value)).toBeUndefined();
  expect(writeJson(value)).toBe('{"rows":[[1,"a\\"b"]]}');
  expect(writtenJson(value)).toBe('{"rows":[[1,"a\\"b"]]}');
  expect(writtenJson({ ...value })).toBeUndefined();
  const next = { rows: [] };
  writeJson(next);
  expect(writtenJson(value)).toBeUndefined();
  expect(writtenJson(next)).toBe('{"rows":[]}');
});

test('a long one is written and not held', () => {
  const value = { text: 'a'.repeat(256 * 1024) };
  expect(writeJson(value)).toBe(JSON.stringify(value));
  expect(writtenJson(value)).toBeUndefined();
});
