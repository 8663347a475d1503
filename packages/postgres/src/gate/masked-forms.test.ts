import { beforeAll, describe, expect, inject, it } from 'vitest';
import { as, createDatabase, runAs } from '../../test/support/cluster.ts';
import { connectTools } from '../tools/test-support.ts';

let admin = '';
const masked = { argv: ['--mask', 'customers.email,addresses.email'] };

beforeAll(async () => {
  admin = await createDatabase(inject('adminUrl'), 'masked_forms');
  await runAs(
    admin,
    'CREATE TABLE sales.addresses (email text)',
    `INSERT INTO sales.addresses VALUES ('secret@example.org')`,
    `CREATE FUNCTION sales.everyone() RETURNS SETOF sales.customers LANGUAGE sql STABLE AS 'SELECT * FROM sales.customers'`,
    `CREATE FUNCTION sales.pairs() RETURNS TABLE (id int, email text) LANGUAGE sql STABLE AS 'SELECT id, email FROM sales.customers'`,
    'CREATE VIEW sales.contacts AS SELECT id, email AS contact FROM sales.customers',
    'CREATE VIEW sales.far_contacts AS SELECT id, contact AS reach FROM sales.contacts',
    'CREATE MATERIALIZED VIEW sales.kept_contacts AS SELECT id, email AS contact FROM sales.customers',
    `CREATE VIEW sales.hints AS SELECT id, left(email, 1) AS hint FROM sales.customers`,
    'GRANT SELECT ON ALL TABLES IN SCHEMA sales TO reader, writer',
    'ANALYZE',
  );
});

describe('a masked column', () => {
  it.each([
    // A function of a row may be written like a column of it.
    'SELECT c.row_to_json FROM sales.customers c',
    'SELECT c.to_jsonb FROM sales.customers c',
    'SELECT c.concat FROM sales.customers c',
    'SELECT sales.customers.array_agg FROM sales.customers',
    'WITH a AS (SELECT * FROM sales.customers) SELECT a.to_json FROM a',
    // Joins compare without a reference.
    `SELECT v.guess FROM sales.customers c JOIN (SELECT 'c1@example.org' AS email, 'c1' AS guess) v USING (email)`,
    `SELECT v.guess FROM sales.customers c NATURAL JOIN (SELECT 'c1@example.org' AS email, 'c1' AS guess) v`,
    // Numbers and new names of output columns.
    'SELECT id, email FROM sales.customers ORDER BY 2',
    'SELECT id, email AS e FROM sales.customers ORDER BY e',
    'SELECT * FROM sales.customers ORDER BY 3',
    'SELECT email AS e, min(id) FROM sales.customers GROUP BY e',
    'SELECT email, count(*) FROM sales.customers GROUP BY ROLLUP (1)',
    'SELECT DISTINCT ON (1) email, id FROM sales.customers',
    'SELECT DISTINCT email, id FROM sales.customers',
    'SELECT DISTINCT * FROM sales.customers',
    // What a subquery gives is a value.
    'SELECT (SELECT * FROM sales.addresses) AS x',
    'SELECT ARRAY(TABLE sales.addresses)',
    'WITH a AS (SELECT * FROM sales.addresses) SELECT (TABLE a)',
    `SELECT 1 WHERE 'secret@example.org' IN (SELECT * FROM sales.addresses)`,
    `SELECT 1 WHERE (1, 'Customer 1', 'c1@', '', 1, now()) < (SELECT * FROM sales.customers WHERE id = 1)`,
    // Rows of functions.
    'SELECT everyone FROM sales.everyone()',
    'SELECT everyone::text FROM sales.everyone()',
    'SELECT sales.everyone()',
    'SELECT upper((sales.everyone()).email)',
    'SELECT (sales.everyone()).email AS e',
    'SELECT sales.pairs()',
    // Other names.
    'SELECT contact FROM sales.contacts',
    'SELECT reach FROM sales.far_contacts',
    'SELECT contact FROM sales.kept_contacts',
  ])('may not be seen in another form: %s', async (sql) => {
    const { refused, call } = await connectTools(as(admin, 'reader'), masked);
    expect(await refused('query', { sql })).toContain('Columns are masked here');
    const planned = await call('explain_query', { sql, analyze: true });
    expect(planned.text).toContain('Columns are masked here');
  });

  it.each([
    ['SELECT x.id FROM (SELECT * FROM sales.customers) x ORDER BY x.id LIMIT 1', [[1]]],
    ['SELECT id, email FROM sales.customers ORDER BY 1 LIMIT 1', [[1, '[masked]']]],
    ['SELECT city, count(*) AS n FROM sales.customers GROUP BY 1 ORDER BY 1 LIMIT 1', [['Graz', '1000']]],
    ['SELECT x.count FROM (SELECT count(*) FROM sales.customers) x', [['3000']]],
    ['SELECT 1 WHERE EXISTS (SELECT * FROM sales.customers)', [[1]]],
    ['SELECT id, email FROM sales.everyone() ORDER BY id LIMIT 1', [[1, '[masked]']]],
    ['SELECT hint FROM sales.hints ORDER BY id LIMIT 1', [['c']]],
    ['SELECT DISTINCT city FROM sales.customers ORDER BY city LIMIT 1', [['Graz']]],
  ])('leaves the rest readable: %s', async (sql, rows) => {
    const client = await connectTools(as(admin, 'reader'), masked);
    expect(await client.rows(sql)).toEqual(rows);
    await client.ok('query', { sql: `EXPLAIN ${sql}` });
  });

  it('is hidden in a table that is made anew while the server runs', async () => {
    const { rows } = await connectTools(as(admin, 'reader'), masked);
    const sql = 'SELECT email AS e FROM sales.addresses';
    expect(await rows(sql)).toEqual([['[masked]']]);
    await runAs(
      admin,
      'DROP TABLE sales.addresses',
      'CREATE TABLE sales.addresses (email text)',
      `INSERT INTO sales.addresses VALUES ('new@example.org')`,
      'GRANT SELECT ON sales.addresses TO reader, writer',
    );
    expect(await rows(sql)).toEqual([['[masked]']]);
  });

  it('may not be copied elsewhere, and is hidden in RETURNING where there is one connection', async () => {
    await runAs(
      admin,
      'CREATE TABLE IF NOT EXISTS sales.notes (a text)',
      'GRANT ALL ON sales.notes TO writer',
    );
    const argv = [...masked.argv, '--mode', 'dml', '--yes', '--max-connections', '1'];
    const { ok, refused } = await connectTools(as(admin, 'writer'), { argv });
    for (const sql of [
      'INSERT INTO sales.notes SELECT * FROM sales.addresses',
      'WITH x AS (SELECT * FROM sales.addresses) INSERT INTO sales.notes TABLE x',
      'UPDATE sales.notes SET (a) = (SELECT * FROM sales.addresses) WHERE true',
    ]) {
      expect(await refused('execute', { sql, dryRun: false }), sql).toContain('Columns are masked here');
    }
    const answer = await ok('execute', {
      sql: `UPDATE sales.customers SET city = 'Lyon' WHERE id = 1 RETURNING id`,
      dryRun: true,
    });
    expect(answer).toMatchObject({ affected: 1, returned: [[1]] });
  });
});
