import { Client } from '@modelcontextprotocol/client';
import { serveInMemory } from '@portolan/runtime/in-memory';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { as, createDatabase, runAs } from '../../test/support/cluster.ts';
import server from '../server.ts';
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

  it('complete a schema among very many', async () => {
    const admin = await createDatabase(inject('adminUrl'), 'many_schemas');
    await runAs(
      admin,
      ...Array.from({ length: 120 }, (_, at) => `CREATE SCHEMA many_${at}`),
      'CREATE SCHEMA zoo',
    );
    const { client } = await connectTools(admin, { argv: ['--allow-superuser'] });
    const argument = { name: 'schema', value: 'zo' };
    const { completion } = await client.complete({
      ref,
      argument,
      context: { arguments: { source: 'main' } },
    });
    expect(completion.values).toEqual(['zoo']);
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

describe('subscribers', () => {
  /** A client of the older era, which subscribes to single resources. */
  async function listen(uri: string) {
    const admin = await createDatabase(inject('adminUrl'), `watched_${uri.length}`);
    const served = await serveInMemory(server, [
      '--audit',
      'off',
      '--log-level',
      'error',
      as(admin, 'reader'),
    ]);
    const client = new Client({ name: 'listener', version: '1.0.0' });
    const heard: string[] = [];
    client.setNotificationHandler('notifications/resources/updated', ({ params }) => {
      heard.push(params.uri);
    });
    await client.connect(served.transport);
    onTestFinished(async () => {
      await client.close();
      await served[Symbol.asyncDispose]();
    });
    await client.subscribeResource({ uri });
    return { admin, client, heard };
  }

  it('hear that a table got another column, and not that rows came', async () => {
    const uri = 'postgres://main/sales/customers';
    const { admin, client, heard } = await listen(uri);
    await runAs(admin, `INSERT INTO sales.customers (name) VALUES ('new')`, 'ANALYZE sales.customers');
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(heard).toEqual([]);
    await runAs(admin, 'ALTER TABLE sales.customers ADD COLUMN watched int');
    await expect.poll(() => heard).toEqual([uri]);
    await client.unsubscribeResource({ uri });
  });

  it('hear that a check of health changed', async () => {
    const uri = 'postgres://main/health';
    const { admin, client, heard } = await listen(uri);
    await runAs(
      admin,
      'CREATE TABLE sales.without_key AS SELECT n FROM generate_series(1, 20000) n',
      'ANALYZE sales.without_key',
      'ALTER TABLE sales.customers ADD CONSTRAINT later CHECK (id > 0) NOT VALID',
    );
    await expect.poll(() => heard).toContain(uri);
    await client.unsubscribeResource({ uri });
  });

  it('cannot watch what is not there', async () => {
    const { client } = await listen('postgres://main/sales/opportunities');
    await expect(client.subscribeResource({ uri: 'postgres://main/sales/none' })).rejects.toThrow(/No table/);
  });
});
