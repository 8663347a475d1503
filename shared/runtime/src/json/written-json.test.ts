import { expect, test } from 'vitest';
import { writeJson, writtenJson } from './written-json.ts';

test('what was written is known of the very value, not of another like it', () => {
  const value = { rows: [[1, 'a"b']], next: undefined };
  expect(writtenJson(value)).toBeUndefined();
  expect(writeJson(value)).toBe('{"rows":[[1,"a\\"b"]]}');
  expect(writtenJson(value)).toBe('{"rows":[[1,"a\\"b"]]}');
  expect(writtenJson({ ...value })).toBeUndefined();
});
