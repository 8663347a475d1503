import { describe, expect, inject, it } from 'vitest';
import { connectTools } from '../tools/test-support.ts';

const url = inject('readerUrl');
const ref = { type: 'ref/resource', uri: 'postgres://{source}/{schema}/{table}' } as const;

describe('resources', () => {
  it('are listed and read, odd names too', async () => {
    const { client } = await connectTools(url);
    const { resources } = await client.listResources();
    const odd = resources.find(({ name }) => name.includes('Näme'));
    expect(resources.map(({ uri }) => uri)).toEqual(
      expect.arrayContaining(['postgres://main/sales/customers', 'postgres://main/health']),
    );
    const { contents } = await client.readResource({ uri: odd?.uri ?? '' });
    expect(contents[0]).toMatchObject({ text: expect.stringContaining('- 日本 text') });
  });

  it('show the health as JSON', async () => {
    const { client } = await connectTools(url);
    const { contents } = await client.readResource({ uri: 'postgres://main/health' });
    expect(contents[0]).toMatchObject({
      mimeType: 'application/json',
      text: expect.stringContaining('transaction_id_age'),
    });
  });

  it('complete source, schema and table', async () => {
    const { client } = await connectTools(url);
    const complete = async (name: string, value: string, others: Record<string, string> = {}) =>
      (await client.complete({ ref, argument: { name, value }, context: { arguments: others } })).completion
        .values;
    expect(await complete('source', 'm')).toEqual(['main']);
    expect(await complete('schema', 's', { source: 'main' })).toEqual(['sales']);
    expect(await complete('table', 'cu', { source: 'main', schema: 'sales' })).toEqual(['customers']);
  });

  it.each([
    'postgres://main/sales/none',
    'postgres://other/sales/customers',
    'postgres://main/private/salaries',
  ])('refuse %s', async (uri) => {
    const { client } = await connectTools(url, { argv: ['--deny-schemas', 'private'] });
    await expect(client.readResource({ uri })).rejects.toThrow(/No table|No source|does not open/);
  });
});
