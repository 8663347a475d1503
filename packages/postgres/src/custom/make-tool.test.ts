import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { runAs } from '../../test/support/cluster.ts';
import { config } from '../config.ts';
import { connectTools } from '../tools/test-support.ts';
import { customTools } from './make-tool.ts';

const example = fileURLToPath(new URL('../../examples/crm.yaml', import.meta.url));

/** The server with the example's settings, on the test's own database. */
async function connectCrm(confirms?: boolean) {
  return connectTools(inject('writerUrl'), {
    argv: ['--config', example],
    ...(confirms !== undefined && { confirms }),
  });
}

describe('the CRM example', () => {
  it('finds customers by what is given', async () => {
    const { ok } = await connectCrm();
    const { rows, columns } = await ok('find_customers', { city: 'Oslo', minRevenue: 29_000 });
    expect(columns).toMatchObject([
      { name: 'id' },
      { name: 'name' },
      { name: 'city' },
      { name: 'revenue' },
      { name: 'opportunities' },
    ]);
    expect(Array.isArray(rows) && rows[0]).toEqual([2998, 'Customer 2998', 'Oslo', '29980.00', '2']);
    expect(await ok('find_customers', { name: `'; DROP TABLE sales.customers; --` })).toMatchObject({
      rows: [],
    });
  });

  it('refuses arguments by their types, with the reason', async () => {
    const { refused } = await connectCrm();
    expect(await refused('find_customers', { minRevenue: 'many' })).toContain('minRevenue');
    expect(await refused('find_customers', { minRevenue: -1 })).toContain('minRevenue');
    expect(await refused('find_customers', { town: 'Oslo' })).toContain('town');
    expect(await refused('update_opportunity', { id: 1, stage: 'sold' })).toContain('stage');
  });

  it('changes one opportunity when the user agrees, and only then', async () => {
    const stage = async () =>
      (await runAs(inject('adminUrl'), 'SELECT stage FROM sales.opportunities WHERE id = 5'))[0]?.[0];
    const before = await stage();
    const change = { id: 5, stage: 'lost', note: 'too dear' };
    expect(await (await connectCrm()).refused('update_opportunity', change)).toContain(
      'confirmation_unavailable',
    );
    expect(await (await connectCrm(false)).refused('update_opportunity', change)).toContain(
      'confirmation_declined',
    );
    expect(await stage()).toBe(before);
    const { ok } = await connectCrm(true);
    expect(await ok('update_opportunity', change)).toEqual({
      affected: 1,
      columns: ['id', 'title', 'stage', 'note'],
      returned: [[5, 'Deal 5', 'lost', 'too dear']],
    });
    expect(await stage()).toBe('lost');
  });

  it('lists its tools with their schemas', async () => {
    const { client } = await connectCrm();
    const { tools } = await client.listTools();
    const tool = tools.find(({ name }) => name === 'update_opportunity');
    expect(tool).toMatchObject({
      annotations: { destructiveHint: true, readOnlyHint: false },
      inputSchema: {
        required: ['id', 'stage'],
        properties: { stage: { enum: ['lead', 'offer', 'won', 'lost'] } },
      },
    });
  });
});

describe('a tool that cannot be made', () => {
  const { sqlTools } = parse(readFileSync(example, 'utf8'));
  const make = (tool: object, mode = 'dml') =>
    customTools(
      config.parse({
        sources: { crm: { url: inject('writerUrl'), mode } },
        sqlTools: { one: { ...sqlTools.update_opportunity, source: 'crm', ...tool } },
      }),
      new Set(['taken']),
    );

  it.each([
    [{ source: 'none' }, 'dml', /"one".*source "none"/],
    [{ sql: 'UPDATE x SET a = $9 WHERE true' }, 'dml', /uses \$9, but has 3 parameters/],
    [{}, 'readonly', /mode readonly; give it the mode dml/],
    [{ sql: 'UPDATE x SET a = $1 WHERE b = $3' }, 'dml', /parameter stage, but its SQL has no \$2/],
  ])('is a mistake in the settings: %j in mode %s', (tool, mode, message) => {
    expect(() => make(tool, mode)).toThrow(message);
  });

  it.each(['source', 'cursor'])('is one with a parameter called %s', (name) => {
    const parameters = { [name]: { type: 'string', description: 'x' } };
    expect(() => make({ sql: 'UPDATE x SET a = $1', parameters })).toThrow(`parameter called ${name}, which`);
  });

  it('goes on with a cursor, and works on its own database alone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portolan-crm-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'paged.json');
    const first = {
      description: 'Customers in their order',
      source: 'crm',
      maxRows: 2,
      sql: 'SELECT id FROM sales.customers WHERE id <= $1 ORDER BY id',
      parameters: { most: { type: 'integer', description: 'The last' } },
    };
    const sources = { crm: { url: inject('readerUrl') }, other: { url: inject('readerUrl') } };
    writeFileSync(file, JSON.stringify({ sources, sqlTools: { first } }));
    const { ok, refused } = await connectTools('', { argv: ['--config', file] });
    const { rows, truncated, nextCursor } = await ok('first', { most: 3 });
    expect([rows, truncated]).toEqual([[[1], [2]], 'rows']);
    const last = await ok('first', { most: 3, cursor: nextCursor });
    expect(last).toMatchObject({ rows: [[3]] });
    expect(last).not.toHaveProperty('truncated');
    expect(await refused('first', { most: 4, cursor: nextCursor })).toContain('other arguments');
    expect(await refused('first', { most: 3, source: 'other' })).toContain('works on "crm" alone');
  });

  it('undoes a change of more rows than it may', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portolan-crm-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'wide.json');
    const wide = {
      description: 'Changes far too many',
      effect: 'write',
      sql: `UPDATE sales.opportunities SET note = 'x' WHERE true`,
    };
    writeFileSync(file, JSON.stringify({ mode: 'dml', sqlTools: { wide } }));
    const { refused } = await connectTools(inject('writerUrl'), { argv: ['--config', file] });
    expect(await refused('wide')).toContain('maxRows is 1. Nothing was changed');
    expect(
      await runAs(inject('adminUrl'), `SELECT count(*)::int FROM sales.opportunities WHERE note = 'x'`),
    ).toEqual([[0]]);
  });
});
