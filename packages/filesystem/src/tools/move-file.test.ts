import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectTools } from './test-support.ts';

it('renames a file', async () => {
  const { ok, put, root } = await connectTools();
  const source = put('a.txt', 'one');
  const destination = join(root, 'b.txt');
  const { text } = await ok('move_file', { source, destination });
  expect(text).toBe(`Successfully moved ${source} to ${destination}`);
  expect(existsSync(source)).toBe(false);
  expect(readFileSync(destination, 'utf8')).toBe('one');
});

it('never overwrites, and lets one of two moves to a name win', async () => {
  const { call, put, root } = await connectTools();
  const sources = [put('a.txt', 'a'), put('b.txt', 'b')];
  const destination = join(root, 'c.txt');
  const answers = await Promise.all(sources.map((source) => call('move_file', { source, destination })));
  expect(answers.map(({ code }) => code).toSorted()).toEqual(['already_exists', undefined]);
  const left = sources.filter((source) => existsSync(source));
  expect(left).toHaveLength(1);
});
