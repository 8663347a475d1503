import { expect, inject, it } from 'vitest';
import { connectTools } from './test-support.ts';

it('answers tables with their sizes, the largest first, and no closed schema', async () => {
  const { ok } = await connectTools(inject('readerUrl'), { argv: ['--deny-schemas', 'private'] });
  const { tables } = await ok('get_table_stats', { schema: 'sales' });
  expect(tables).toContainEqual(
    expect.objectContaining({ table: 'sales.customers', bytes: expect.any(Number), vacuumDue: false }),
  );
  expect(JSON.stringify(await ok('get_table_stats'))).not.toContain('private');
});
