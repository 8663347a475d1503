import { beforeAll, describe, expect, inject, it } from 'vitest';
import { as, runAs } from '../../test/support/cluster.ts';
import { connectTools } from './test-support.ts';

const [admin, url] = [inject('adminUrl'), inject('readerUrl')];
const byNote = { sql: 'SELECT * FROM sales.opportunities WHERE note = $1', params: ['x'] };

const database = admin.replace(/\/postgres$/, '/advised');
const advised = as(database, 'reader');

beforeAll(async () => {
  await runAs(admin, 'DROP DATABASE IF EXISTS advised', 'CREATE DATABASE advised');
  await runAs(
    database,
    'CREATE EXTENSION hypopg',
    'CREATE TABLE big AS SELECT n AS id, n % 1000 AS kind FROM generate_series(1, 50000) n',
    'ANALYZE big',
    'GRANT SELECT ON big TO reader',
  );
});

describe('explain_query', () => {
  it('plans without running, and with analyze runs a read', async () => {
    const { ok } = await connectTools(url);
    expect(await ok('explain_query', byNote)).toEqual({
      plan: expect.stringContaining('Seq Scan on opportunities'),
      totalCost: expect.any(Number),
      findings: [],
    });
    expect(await ok('explain_query', { ...byNote, analyze: true })).toMatchObject({
      executionMs: expect.any(Number),
      plan: expect.stringContaining('actual rows 0'),
    });
  });

  it('says what stands out', async () => {
    const { ok } = await connectTools(url);
    const { findings } = await ok('explain_query', {
      sql: `SELECT * FROM sales.customers a JOIN sales.customers b ON a.name || 'x' = b.name || 'x' ORDER BY a.email || b.email`,
      analyze: true,
    });
    expect(findings).toEqual(expect.arrayContaining([expect.stringMatching(/rows expected|disk/)]));
  });

  it('plans a change, and never runs one', async () => {
    const { ok, refused } = await connectTools(inject('writerUrl'));
    const sql = 'DELETE FROM sales.opportunities';
    expect(await ok('explain_query', { sql })).toMatchObject({
      plan: expect.stringContaining('ModifyTable on opportunities'),
    });
    expect(await refused('explain_query', { sql, analyze: true })).toContain('forbidden');
    expect(await refused('explain_query', { sql: 'SELECT pg_sleep(1)', analyze: true })).toContain(
      'pg_sleep',
    );
  });

  it('says what is missing where hypothetical indexes cannot be planned with', async () => {
    const { refused } = await connectTools(url);
    const indexes = ['CREATE INDEX ON sales.opportunities (note)'];
    expect(await refused('explain_query', { ...byNote, hypotheticalIndexes: indexes })).toContain(
      'CREATE EXTENSION hypopg',
    );
  });

  it('plans with hypothetical indexes, which nobody else ever sees', async () => {
    const { ok, rows } = await connectTools(advised);
    const answer = await ok('explain_query', {
      sql: 'SELECT * FROM big WHERE id = 7',
      hypotheticalIndexes: ['CREATE INDEX ON big (id)'],
    });
    expect(answer.usedIndexes).toHaveLength(1);
    expect(Number(answer.totalCost)).toBeLessThan(Number(answer.costWithout) / 10);
    expect(await ok('explain_query', { sql: 'SELECT * FROM big WHERE id = 7' })).toMatchObject({
      plan: expect.stringContaining('Seq Scan'),
    });
    expect(await rows(`SELECT count(*)::int FROM pg_indexes WHERE tablename = 'big'`)).toEqual([[0]]);
  });

  it('plans for any values where none are given, and never runs that', async () => {
    const { ok, refused } = await connectTools(advised);
    const sql = 'SELECT * FROM big WHERE id = $1 AND kind < $2';
    expect(await ok('explain_query', { sql })).toMatchObject({
      plan: expect.stringContaining('(id = $1)'),
    });
    const answer = await ok('explain_query', { sql, hypotheticalIndexes: ['CREATE INDEX ON big (id)'] });
    expect(answer).toMatchObject({ usedIndexes: [expect.any(String)] });
    expect(Number(answer.totalCost)).toBeLessThan(Number(answer.costWithout) / 10);
    expect(await refused('explain_query', { sql, analyze: true })).toContain('params has 0 values');
    expect(await refused('explain_query', { sql, params: [1] })).toContain('params has one value');
  });

  it.each([
    ['SELECT * FROM big WHERE id = 7', 'big is read from end to end for (id = 7)'],
    ['SELECT * FROM big WHERE id % 10 = kind % 10', '250 rows expected, 50000 came'],
    [
      'SELECT b.id FROM big b CROSS JOIN generate_series(1, 5) n ORDER BY md5(b.id::text)',
      'A sort went to disk',
    ],
  ])('finds in the plan of %s: %s', async (sql, found) => {
    const { ok } = await connectTools(advised);
    const { findings } = await ok('explain_query', { sql, analyze: true });
    expect(findings).toContainEqual(expect.stringContaining(found));
  });

  it('advises no index for a scan that needs most of what it reads', async () => {
    const { ok } = await connectTools(advised);
    const { findings } = await ok('explain_query', { sql: 'SELECT * FROM big WHERE id > 7', analyze: true });
    expect(findings).toEqual([]);
  });
});

it('says what to do with an EXPLAIN and with a change that is to be analyzed', async () => {
  const { refused } = await connectTools(inject('writerUrl'), { argv: ['--mode', 'dml'] });
  expect(await refused('explain_query', { sql: 'EXPLAIN SELECT 1' })).toContain('behind EXPLAIN alone');
  const sql = 'UPDATE sales.customers SET city = city WHERE id = 1';
  expect(await refused('explain_query', { sql, analyze: true })).toMatch(
    /^forbidden: .*run the UPDATE.*Leave analyze out/,
  );
});
