import { expect, inject, it } from 'vitest';
import * as z from 'zod';
import { connectTools } from './test-support.ts';

it('answers settings that differ from their defaults', async () => {
  const { ok } = await connectTools(inject('readerUrl'));
  const { settings } = await ok('list_settings');
  expect(settings).toContainEqual(expect.objectContaining({ name: 'fsync', value: 'off', default: 'on' }));
});

it('answers settings by name', async () => {
  const { ok } = await connectTools(inject('readerUrl'));
  const { settings } = await ok('list_settings', { pattern: 'max_connections' });
  expect(settings).toEqual([expect.objectContaining({ name: 'max_connections', value: '200' })]);
});

it('goes on with a cursor until every setting was answered once', async () => {
  const { ok, refused } = await connectTools(inject('readerUrl'));
  const namesOf = (answer: Readonly<Record<string, unknown>>) =>
    z
      .array(z.looseObject({ name: z.string() }))
      .parse(answer.settings)
      .map(({ name }) => name);
  const asked = { pattern: 'e', limit: 100 };
  const pages = [await ok('list_settings', asked)];
  for (let at = pages[0]?.nextCursor; at !== undefined; at = pages.at(-1)?.nextCursor) {
    pages.push(await ok('list_settings', { ...asked, cursor: at }));
  }
  const names = pages.flatMap(namesOf);
  const all = namesOf(await ok('list_settings', { ...asked, limit: 500 }));
  expect(all.length).toBeGreaterThan(200);
  expect(names).toEqual(all);
  expect(new Set(names).size).toBe(all.length);
  expect(await refused('list_settings', { ...asked, pattern: 'a', cursor: pages[0]?.nextCursor })).toContain(
    'cursor',
  );
});

it('answers values and defaults with their units', async () => {
  const { ok } = await connectTools(inject('readerUrl'));
  const found = async (pattern: string) => {
    const { settings } = await ok('list_settings', { pattern });
    return Array.isArray(settings) ? settings.find(({ name }) => name === pattern) : undefined;
  };
  expect(await found('work_mem')).toMatchObject({ value: '4MB', default: '4096kB' });
  expect(await found('shared_buffers')).toMatchObject({ default: expect.stringMatching(/^\d+ × 8kB$/) });
  expect(await found('autovacuum_work_mem')).toMatchObject({ default: '-1' });
});
