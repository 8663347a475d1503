import { beforeAll, describe, expect, inject, it } from 'vitest';
import { as, createDatabase, runAs } from '../../test/support/cluster.ts';
import { connectTools } from '../tools/test-support.ts';

let admin = '';
const argv = ['--mask', 'customers.email,alone.email', '--mode', 'ddl', '--yes', '--allow-superuser'];
const secret = 'c1@example.org';

beforeAll(async () => {
  admin = await createDatabase(inject('adminUrl'), 'masked_changes');
  await runAs(
    admin,
    'CREATE TABLE sales.notes (a text)',
    'CREATE TABLE sales.suppliers (id int, email text)',
    `INSERT INTO sales.suppliers VALUES (1, 'open@example.org'), (2, 'open@example.org')`,
    'CREATE VIEW sales.contacts AS SELECT id, email FROM sales.customers',
    `CREATE FUNCTION sales.everyone() RETURNS SETOF sales.customers LANGUAGE sql STABLE AS 'SELECT * FROM sales.customers'`,
    'CREATE VIEW sales.of_function AS SELECT * FROM sales.everyone()',
    'CREATE TABLE sales.heirs () INHERITS (sales.customers)',
    'CREATE TABLE sales.alone (id int, name text, email text)',
    `INSERT INTO sales.heirs (id, name, email) VALUES (9001, 'heir', 'heir@example.org')`,
    'CREATE TABLE sales.parents (id int, name text, email text) PARTITION BY RANGE (id)',
    `CREATE FUNCTION sales.keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO sales.notes VALUES (row_to_json(NEW)); RETURN NEW; END'`,
    'GRANT SELECT ON ALL TABLES IN SCHEMA sales TO reader',
  );
});

describe('a change of the schema that would unmask a column', () => {
  it.each([
    ['renames it', 'ALTER TABLE sales.customers RENAME COLUMN email TO mail'],
    ['renames its table', 'ALTER TABLE sales.customers RENAME TO clients'],
    ['renames it in a view', 'ALTER VIEW sales.contacts RENAME COLUMN email TO mail'],
    ['parts a child from its parent', 'ALTER TABLE sales.heirs NO INHERIT sales.customers'],
    ['copies it', 'CREATE TABLE sales.copy AS SELECT id, email FROM sales.customers'],
    ['copies all', 'CREATE TABLE sales.copy AS TABLE sales.customers'],
    ['copies a child', 'CREATE TABLE sales.copy AS SELECT email AS e FROM sales.heirs'],
    ['keeps it', 'CREATE MATERIALIZED VIEW sales.kept AS SELECT email AS e FROM sales.customers'],
    ['shows it', 'CREATE VIEW sales.shown AS SELECT lower(email) AS e FROM sales.customers'],
    ['shows a row', 'CREATE VIEW sales.shown AS SELECT to_json(c) FROM sales.customers c'],
    ['computes it', 'ALTER TABLE sales.customers ADD COLUMN e text GENERATED ALWAYS AS (email) STORED'],
    ['tells by an index', 'CREATE INDEX ON sales.customers ((email::int))'],
    ['tells by a condition', `ALTER TABLE sales.customers ADD CHECK (email < 'c2')`],
    ['tells by a policy', `CREATE POLICY p ON sales.customers USING (email LIKE 'c1@%')`],
    ['tells by a type', 'ALTER TABLE sales.customers ALTER COLUMN email TYPE varchar(3)'],
    [
      'writes it elsewhere by a rule',
      'CREATE RULE r AS ON UPDATE TO sales.customers DO ALSO INSERT INTO sales.notes VALUES (OLD.name)',
    ],
    [
      'writes it elsewhere by a trigger',
      'CREATE TRIGGER t AFTER UPDATE ON sales.customers FOR EACH ROW EXECUTE FUNCTION sales.keep()',
    ],
    ['gets triggers from a parent', 'ALTER TABLE sales.parents ATTACH PARTITION sales.alone DEFAULT'],
    ['writes it elsewhere', 'INSERT INTO sales.notes SELECT email FROM sales.customers'],
    [
      'reads it in a function',
      `CREATE FUNCTION sales.f() RETURNS text LANGUAGE sql AS 'SELECT max(email) FROM sales.customers'`,
    ],
    [
      'reads it in a parsed function',
      'CREATE FUNCTION sales.f() RETURNS text LANGUAGE sql RETURN (SELECT max(email) FROM sales.customers)',
    ],
    [
      'reads it by another function',
      `CREATE FUNCTION sales.f() RETURNS text LANGUAGE sql AS 'SELECT max(email) FROM sales.everyone()'`,
    ],
    [
      'runs text in a function',
      `CREATE FUNCTION sales.f() RETURNS text LANGUAGE plpgsql AS 'DECLARE x text; BEGIN EXECUTE $1 INTO x; RETURN x; END'`,
    ],
    [
      'escapes names in a function',
      `CREATE FUNCTION sales.f() RETURNS text LANGUAGE sql AS 'SELECT max(email) FROM sales.U&"\\0063ustomers"'`,
    ],
  ])('is refused, and nothing is done, where it %s', async (_what, sql) => {
    const { call } = await connectTools(admin, { argv });
    const answer = await call('migrate', { statements: [sql], dryRun: false });
    expect(answer, answer.text).toMatchObject({ isError: true, code: 'forbidden' });
    expect(answer.text).toMatch(/masked/);
    expect(answer.text).not.toContain(secret);
  });

  it('is refused where its rule names a schema that gets another name, or another schema its table', async () => {
    const own = ['--mask', 'sales.customers.email', ...argv.slice(2)];
    const { refused } = await connectTools(admin, { argv: own });
    for (const sql of [
      'ALTER SCHEMA sales RENAME TO shop',
      'ALTER TABLE sales.customers SET SCHEMA private',
    ]) {
      expect(await refused('migrate', { statements: [sql], dryRun: false })).toContain(
        'would not be masked any more',
      );
    }
  });

  it('is left alone where it takes nothing from under its mask', async () => {
    const { ok } = await connectTools(admin, { argv });
    const answer = await ok('migrate', {
      statements: [
        'ALTER TABLE sales.customers ADD COLUMN phone text',
        'ALTER TABLE sales.customers RENAME COLUMN phone TO telephone',
        'CREATE INDEX ON sales.customers (email)',
        'CREATE TABLE sales.copy AS SELECT lower(email) AS e FROM sales.suppliers',
        'CREATE VIEW sales.names AS SELECT id, name FROM sales.customers',
        `CREATE FUNCTION sales.f() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM sales.suppliers'`,
        'CREATE TRIGGER t AFTER UPDATE ON sales.suppliers FOR EACH ROW EXECUTE FUNCTION sales.keep()',
        'ALTER TABLE sales.customers DROP COLUMN email CASCADE',
      ],
    });
    expect(answer).toMatchObject({ committed: false });
  });
});

describe('a masked column', () => {
  it.each([
    ['a view of its table', 'SELECT email AS e FROM sales.contacts WHERE id = 1'],
    ['a view of a function', 'SELECT email AS e FROM sales.of_function WHERE id = 1'],
    ['a child of its table', 'SELECT email AS e FROM sales.heirs'],
  ])('is hidden in %s, under another name too', async (_what, sql) => {
    const { rows, refused } = await connectTools(as(admin, 'reader'), { argv: argv.slice(0, 2) });
    expect(await rows(sql)).toEqual([['[masked]']]);
    expect(await refused('query', { sql: sql.replace('email AS e', 'lower(email)') })).toContain('masked');
  });

  it('stays masked when somebody else gives it another name while the server runs', async () => {
    const { rows, refused } = await connectTools(as(admin, 'reader'), { argv: ['--mask', 'moved.email'] });
    await runAs(
      admin,
      `CREATE TABLE sales.moved AS SELECT 'x@example.org' AS email`,
      'GRANT SELECT ON sales.moved TO reader',
    );
    const shown = 'SELECT * FROM sales.moved';
    expect(await rows(shown)).toEqual([['[masked]']]);
    await runAs(
      admin,
      'ALTER TABLE sales.moved RENAME COLUMN email TO mail',
      'ALTER TABLE sales.moved RENAME TO gone',
    );
    const renamed = 'SELECT mail AS m FROM sales.gone';
    expect(await rows(renamed)).toEqual([['[masked]']]);
    expect(
      await refused('query', { sql: 'SELECT lower(x) FROM (SELECT * FROM sales.gone) AS y(x)' }),
    ).toContain('masked');
  });

  it('is not in the message of a change that fails', async () => {
    const { refused } = await connectTools(admin, { argv });
    for (const sql of [
      'UPDATE sales.customers SET revenue = -1 WHERE id = 1',
      `UPDATE sales.customers SET name = NULL WHERE id = 1`,
    ]) {
      const said = await refused('execute', { sql });
      expect(said).toContain('violates');
      expect(said).not.toContain(secret);
    }
  });
});

describe('what has nothing to do with a masked column', () => {
  it.each([
    ['SELECT upper(email) FROM sales.suppliers WHERE id = 1', [['OPEN@EXAMPLE.ORG']]],
    ['SELECT DISTINCT * FROM (SELECT email AS e FROM sales.suppliers) x', [['open@example.org']]],
    ['SELECT row_to_json(s) FROM sales.suppliers s WHERE id = 1', [['{"id":1,"email":"open@example.org"}']]],
    ["SELECT DISTINCT * FROM sales.by_city WHERE city = 'Oslo'", [['Oslo', '1000']]],
    ['SELECT x.max FROM (SELECT max(id) FROM sales.suppliers) x', [[2]]],
  ])('is answered in every form: %s', async (sql, expected) => {
    const { rows } = await connectTools(as(admin, 'reader'), { argv: argv.slice(0, 2) });
    expect(await rows(sql)).toEqual(expected);
  });
});

describe('beside a masked column', () => {
  it.each([
    [
      'SELECT o.stage, c.email FROM sales.customers c NATURAL JOIN (SELECT 1 AS id, 7 AS stage) o',
      [[7, '[masked]']],
    ],
    [
      'SELECT x.max, x.min FROM (SELECT max(id), min(id) AS min FROM sales.customers WHERE id < 3) x',
      [[2, 1]],
    ],
    ['WITH x AS (SELECT max(id) FROM sales.customers WHERE id < 3) SELECT x.max FROM x', [[2]]],
    [
      'SELECT c.id, g.n FROM sales.customers c, generate_series(1, 2) AS g(n) WHERE c.id = 1',
      [
        [1, 1],
        [1, 2],
      ],
    ],
    [
      'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 2) SELECT c.email, n FROM sales.customers c, r WHERE c.id = 1',
      [
        ['[masked]', 1],
        ['[masked]', 2],
      ],
    ],
    ['SELECT v.a, c.email FROM sales.customers c JOIN (VALUES (1)) v(a) ON v.a = c.id', [[1, '[masked]']]],
  ])('what cannot show it is answered: %s', async (sql, expected) => {
    const { rows } = await connectTools(as(admin, 'reader'), { argv: argv.slice(0, 2) });
    expect(await rows(sql)).toEqual(expected);
  });

  it.each([
    'SELECT x.array_agg FROM sales.customers x',
    'SELECT x.array_agg FROM (SELECT 1 AS array_agg) x, LATERAL (SELECT x.array_agg FROM sales.customers x) y',
    'SELECT x.to_json FROM (SELECT * FROM sales.customers) x',
    'WITH x AS (SELECT 1 AS to_json) SELECT x.to_json FROM sales.customers x',
    'SELECT 1 FROM sales.customers c NATURAL JOIN sales.suppliers s',
    'SELECT 1 FROM sales.customers c NATURAL JOIN sales.contacts s',
    `SELECT 1 FROM sales.customers c NATURAL JOIN (SELECT 'c1@example.org' AS email) s`,
    `SELECT 1 FROM sales.customers c NATURAL JOIN (VALUES ('c1@example.org')) s(email)`,
    'WITH a AS (SELECT * FROM sales.customers) SELECT 1 FROM a NATURAL JOIN a b',
    'SELECT upper(e) FROM (SELECT * FROM sales.customers) AS c(i, n, e)',
    'SELECT upper(e) FROM (SELECT 1, 2, 3, 4, 5, 6 UNION ALL SELECT * FROM sales.customers) AS c(i, n, e)',
    'SELECT upper(e) FROM sales.everyone() AS c(i, n, e)',
    'WITH c(i, n, e) AS (TABLE sales.customers) SELECT upper(e) FROM c',
  ])('what could show it is refused: %s', async (sql) => {
    const { refused } = await connectTools(as(admin, 'reader'), { argv: argv.slice(0, 2) });
    expect(await refused('query', { sql })).toContain('Columns are masked here');
  });
});
