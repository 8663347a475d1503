import { describe, expect, it } from 'vitest';
import { nearest } from './nearest.ts';

describe('nearest', () => {
  it.each([
    ['titel', ['title', 'body'], 'title'],
    ['prot', ['port', 'host', 'policy'], 'port'],
    ['read-only', ['readOnly', 'tools'], 'readOnly'],
    ['read_fiel', ['read_file', 'read_text_file'], 'read_file'],
    ['PATH', ['path'], 'path'],
  ])('finds what %s was meant to be', (word, known, meant) => {
    expect(nearest(word, known)).toBe(meant);
  });

  it.each([
    ['zebra', ['title', 'body']],
    ['x', ['path', 'limit']],
    ['', ['path']],
    ['anything', []],
  ])('suggests nothing for %s', (word, known) => {
    expect(nearest(word, known)).toBeUndefined();
  });

  it('takes no longer for a word of a megabyte', () => {
    expect(nearest('a'.repeat(1_000_000), ['path', 'limit'])).toBeUndefined();
  });
});
