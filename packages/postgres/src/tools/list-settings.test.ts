import { expect, inject, it } from 'vitest';
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
