import { beforeAll, describe, expect, inject, it } from 'vitest';
import { runAs } from '../../test/support/cluster.ts';
import { connectTools } from './test-support.ts';

const admin = inject('adminUrl');
const dml = { argv: ['--mode', 'dml', '--yes'] };
const count = async () => (await runAs(admin, 'SELECT count(*)::int, sum(a)::int FROM sales.scratch'))[0];

beforeAll(() =>
  runAs(
    admin,
    'CREATE TABLE sales.scratch (id int PRIMARY KEY, a int CHECK (a < 1000))',
    'INSERT INTO sales.scratch SELECT n, 1 FROM generate_series(1, 50) n',
    'GRANT ALL ON sales.scratch TO writer',
  ),
);

describe('execute', () => {
  it('is a dry run: it counts, shows, and leaves everything as it was; nobody is asked', async () => {
    const { ok } = await connectTools(inject('writerUrl'), { argv: ['--mode', 'dml'] });
    expect(
      await ok('execute', {
        sql: 'UPDATE sales.scratch SET a = $1 WHERE id <= 2 RETURNING id, a',
        params: [7],
      }),
    ).toEqual({
      committed: false,
      affected: 2,
      columns: ['id', 'a'],
      returned: [
        [1, 7],
        [2, 7],
      ],
      locks: expect.arrayContaining(['RowExclusiveLock on sales.scratch']),
    });
    expect(await count()).toEqual([50, 50]);
  });

  it('changes what it may, when it is meant', async () => {
    const { ok } = await connectTools(inject('writerUrl'), dml);
    expect(
      await ok('execute', { sql: 'INSERT INTO sales.scratch VALUES (51, 1)', dryRun: false }),
    ).toMatchObject({ committed: true, affected: 1 });
    expect(await count()).toEqual([51, 51]);
    await ok('execute', { sql: 'DELETE FROM sales.scratch WHERE id = 51', dryRun: false });
    expect(await count()).toEqual([50, 50]);
  });

  it('finds in the dry run what a constraint would say at the end, as does migrate', async () => {
    await runAs(
      admin,
      'CREATE TABLE sales.later (id int REFERENCES sales.scratch (id) DEFERRABLE INITIALLY DEFERRED)',
      'ALTER TABLE sales.later OWNER TO writer',
    );
    const { refused } = await connectTools(inject('writerUrl'), { argv: ['--mode', 'ddl'] });
    const sql = 'INSERT INTO sales.later VALUES (4711)';
    expect(await refused('execute', { sql })).toMatch(/^conflict: .*23503/);
    expect(await refused('migrate', { statements: [sql] })).toMatch(/^conflict: .*23503/);
  });

  it('asks the user before a change', async () => {
    const { refused } = await connectTools(inject('writerUrl'), { argv: ['--mode', 'dml'], confirms: false });
    expect(
      await refused('execute', { sql: 'DELETE FROM sales.scratch WHERE id = 1', dryRun: false }),
    ).toContain('confirmation_declined');
    expect(await count()).toEqual([50, 50]);
  });

  it.each([
    ['too many rows', 'UPDATE sales.scratch SET a = 2 WHERE id > 0', { maxRows: 10 }, 'Nothing was changed'],
    ['no WHERE', 'DELETE FROM sales.scratch', {}, 'WHERE'],
    [
      'no WHERE inside',
      'WITH x AS (DELETE FROM sales.scratch RETURNING id) INSERT INTO sales.scratch SELECT id, 1 FROM x',
      {},
      'WHERE',
    ],
    ['a constraint', 'UPDATE sales.scratch SET a = 5000 WHERE id = 1', {}, 'conflict'],
    ['a read', 'SELECT 1', {}, 'not a change of rows'],
    ['a schema change', 'DROP TABLE sales.scratch', {}, 'not a change of rows'],
    [
      'two statements',
      'DELETE FROM sales.scratch WHERE id = 1; DELETE FROM sales.scratch WHERE id = 2',
      {},
      '2 statements',
    ],
    [
      'what no transaction undoes',
      `UPDATE sales.scratch SET a = 1 WHERE pg_terminate_backend(id)`,
      {},
      'pg_terminate_backend',
    ],
    ['a closed schema', `INSERT INTO private.salaries VALUES ('x', 1)`, {}, 'does not open'],
  ])('changes nothing for %s', async (_what, sql, more, message) => {
    const { refused } = await connectTools(inject('writerUrl'), {
      argv: [...dml.argv, '--schemas', 'sales'],
    });
    expect(await refused('execute', { sql, dryRun: false, ...more })).toContain(message);
    expect(await count()).toEqual([50, 50]);
  });

  it('is not there in a read-only mode', async () => {
    const { client } = await connectTools(inject('writerUrl'));
    await expect(client.callTool({ name: 'execute', arguments: { sql: 'x' } })).rejects.toThrow('execute');
  });
});

it('says of a constraint what to do about it', async () => {
  const { refused } = await connectTools(inject('writerUrl'), { argv: ['--mode', 'dml', '--yes'] });
  const sql = `INSERT INTO sales.customers (name, email) VALUES ('x', 'c1@example.org')`;
  expect(await refused('execute', { sql })).toMatch(/^conflict: .*customers_email_key.*describe_object/);
});
