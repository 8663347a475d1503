import { expect, it } from 'vitest';
import { path } from './path.ts';

it('encodes each value as one segment, and arrays as several', () => {
  expect(path`/repos/${'a'}/${'b'}/contents/${['x y', 'ä#?%2f.txt']}?ref=${'f/g'}`).toBe(
    '/repos/a/b/contents/x%20y/%C3%A4%23%3F%252f.txt?ref=f%2Fg',
  );
  expect(path`/runs/${12}/logs`).toBe('/runs/12/logs');
});

it.each(['..', '.', ''])('refuses %j as a part', (part) => {
  expect(() => path`/repos/${part}/x`).toThrow('cannot be a part of a path');
  expect(() => path`/repos/${['ok', part]}`).toThrow('cannot be a part of a path');
});
