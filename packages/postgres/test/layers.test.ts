import { ToolError } from '@portolan/runtime';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { createDatabase, type Database } from '../src/connection/database.ts';
import { openSession } from '../src/connection/open-session.ts';
import { startUpOptions } from '../src/connection/start-up.ts';
import { parseStatement } from '../src/gate/parse.ts';
import { refuseWrites } from '../src/gate/read-only.ts';
import { createRoleCheck } from '../src/sources/role-check.ts';
import { connectTools } from '../src/tools/test-support.ts';
import { as, runAs } from './support/cluster.ts';
import { databaseOf, quietLog, settingsOf } from './support/database.ts';

const [admin, reader, writer] = [inject('adminUrl'), inject('readerUrl'), inject('writerUrl')];
const { signal } = new AbortController();

/** Rows that only a write would make. */
const written = async () =>
  (await runAs(admin, `SELECT count(*) FROM sales.customers WHERE name = 'layer'`))[0]?.[0];

const insert = `INSERT INTO sales.customers (name) VALUES ('layer')`;

describe('layer 1: the role', () => {
  it.each([
    ['a superuser', admin],
    ['a member of pg_write_all_data', as(admin, 'mighty')],
    ['who may become a superuser', as(admin, 'deputy')],
  ])('refuses %s', async (_what, url) => {
    await runAs(
      admin,
      `DO $$ BEGIN CREATE ROLE mighty LOGIN; GRANT pg_write_all_data TO mighty; CREATE ROLE chief SUPERUSER;
         CREATE ROLE deputy LOGIN NOINHERIT; GRANT chief TO deputy; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
    );
    const role = createRoleCheck(databaseOf(url));
    await expect(role.demand(signal)).rejects.toMatchObject({
      code: 'forbidden',
      next: expect.stringContaining('--allow-superuser'),
    });
  });

  it('serves it when the operator says so, and prints what mends it', async () => {
    const { rows, ok } = await connectTools(admin, { argv: ['--allow-superuser'] });
    expect(await rows('SELECT 1')).toEqual([[1]]);
    const { problems, fix } = await ok('check_connection');
    expect(problems).toContain('The role is a superuser.');
    expect(fix).toContain('CREATE ROLE portolan_reader');
  });
});

describe('layer 2: the session’s own settings', () => {
  it('make a write fail outside of any transaction of ours', async () => {
    const session = await openSession(settingsOf(writer));
    onTestFinished(() => session.close());
    await expect(session.link.fly({ text: insert })).rejects.toMatchObject({ code: '25006' });
  });

  it('hold against options in the URL', async () => {
    const url = `${writer}?options=${encodeURIComponent('-c default_transaction_read_only=off -c statement_timeout=0')}`;
    const session = await openSession(settingsOf(url));
    onTestFinished(() => session.close());
    const { steps } = await session.link.fly({
      text: `SELECT current_setting('default_transaction_read_only'), current_setting('statement_timeout'), current_setting('lock_timeout'), current_setting('standard_conforming_strings')`,
    });
    expect(steps[0]?.rows[0]).toEqual(['on', '15s', '3s', 'on']);
    expect(startUpOptions(settingsOf(writer, { mode: 'dml' }), 'all')).toContain(
      'default_transaction_read_only=off',
    );
  });
});

describe('layer 3: one statement a message', () => {
  it.each([[[]], [['a']]])('the server refuses two, with %j as values', async (values) => {
    const session = await openSession(settingsOf(writer, { mode: 'dml' }));
    onTestFinished(() => session.close());
    await expect(session.link.fly({ text: `SELECT 1; ${insert}`, values })).rejects.toMatchObject({
      code: '42601',
    });
    expect(await written()).toBe('0');
  });
});

describe('layer 4: a read-only transaction that is rolled back', () => {
  it('stops a write by a role that may and a session that would let it', async () => {
    const database = databaseOf(writer, { mode: 'dml' });
    await expect(database.read([{ text: insert }], { signal })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(database.read([{ text: `SELECT sales.writes()` }], { signal })).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await written()).toBe('0');
  });

  it('leaves nothing of a call to the next: settings, role, locks, tables, statements, channels', async () => {
    const database = createDatabase(settingsOf(admin, { maxConnections: 1 }), quietLog);
    onTestFinished(() => database.close());
    await database.alone({ text: 'CREATE TEMP TABLE left_over AS SELECT 1' }, { signal }).catch(() => {});
    await database.transaction('write', { signal }, async ({ run }) => {
      await run(
        { text: 'CREATE TEMP TABLE left_over (a int)' },
        { text: `SELECT set_config('search_path', 'private', false), pg_advisory_lock(77)` },
        { text: 'SET ROLE reader' },
        { text: 'LISTEN gossip' },
        { text: 'PREPARE leak AS SELECT 1' },
      );
      return { result: undefined, end: 'commit' };
    });
    const { steps } = await database.read(
      [
        {
          text: `SELECT current_user, current_setting('search_path'), to_regclass('left_over')::text,
            (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'), (SELECT count(*) FROM pg_listening_channels()),
            (SELECT count(*) FROM pg_prepared_statements WHERE name = 'leak')`,
        },
      ],
      { signal },
    );
    expect(steps[0]?.rows[0]).toEqual(['audit', '"$user", public', null, '0', '0', '0']);
  });
});

describe('layer 4: calls that wait for one connection', () => {
  const leaks = [
    { text: 'PREPARE leak AS SELECT 1' },
    { text: 'SELECT pg_advisory_lock(78), pg_backend_pid()' },
  ];
  const own = [
    { text: 'SELECT current_user, pg_backend_pid()' },
    { text: `SELECT name FROM pg_prepared_statements WHERE name <> ''` },
    { text: `SELECT objid FROM pg_locks WHERE locktype = 'advisory'` },
  ];

  it.each([
    ['succeeds', 'SELECT 1', true],
    ['fails', 'SELECT 1/0', true],
    ['is cancelled', 'SELECT pg_sleep(600)', false],
    ['ends its backend', 'SELECT pg_terminate_backend(pg_backend_pid())', false],
  ])('see nothing of one that succeeds, nor of one after it that %s', async (_what, text, isKept) => {
    const database = databaseOf(admin, { maxConnections: 1 });
    const cancel = new AbortController();
    const read = database.read(leaks, { signal });
    const second = database.read([...own, ...leaks, { text }], { signal: cancel.signal });
    const third = database.read(own, { signal });
    const fourth = database.read(own, { signal });
    const first = await read;
    if (text.includes('pg_sleep')) setTimeout(() => cancel.abort(new ToolError('cancelled', 'Enough.')), 200);
    const [ended] = await Promise.allSettled([second]);
    expect(ended.status).toBe(text === 'SELECT 1' ? 'fulfilled' : 'rejected');
    if (ended.status === 'fulfilled') {
      expect(ended.value.steps.slice(0, 3)).toMatchObject([{}, { rows: [] }, { rows: [] }]);
    }
    const pid = first.steps[1]?.rows[0]?.[1];
    for (const { steps } of await Promise.all([third, fourth])) {
      expect(steps).toMatchObject([{ rows: [['audit', expect.any(String)]] }, { rows: [] }, { rows: [] }]);
      expect(steps[0]?.rows[0]?.[1] === pid).toBe(isKept);
    }
  });
});

describe('layer 5: the grammar', () => {
  it.each([
    insert,
    `WITH x AS (${insert} RETURNING id) SELECT * FROM x`,
    `UPDATE sales.customers SET name = 'layer'`,
    `SELECT 1 INTO made`,
    `SELECT * FROM sales.customers FOR UPDATE`,
    `SELECT * FROM (SELECT * FROM sales.customers FOR SHARE) x`,
    `EXPLAIN ANALYZE ${insert}`,
    `EXPLAIN (ANALYZE) SELECT 1`,
    `EXPLAIN (ANALYZE, COSTS off) ${insert}`,
    `EXPLAIN (ANALYZE true) SELECT 1`,
    `EXPLAIN (ANALYZE 1) SELECT 1`,
    `EXPLAIN (ANALYZE 'no') SELECT 1`,
    `EXPLAIN (ANALYZE 0.0) SELECT 1`,
    `EXPLAIN (ANALYSE on) SELECT 1`,
    `EXPLAIN (ANALYZE false, ANALYZE true) SELECT 1`,
    `EXPLAIN (ANALYZE true, ANALYZE false) SELECT 1`,
    `EXPLAIN (ANALYZE false, ANALYSE false) SELECT 1`,
    `EXPLAIN (ANALYZE false) ${insert}`,
    `MERGE INTO sales.customers USING (SELECT 1) x ON false WHEN NOT MATCHED THEN INSERT (name) VALUES ('layer')`,
    `COPY sales.customers TO PROGRAM 'cat'`,
    `COPY (SELECT 1) TO '/tmp/x'`,
    `DO $$ BEGIN END $$`,
    `CALL x()`,
    `SET ROLE postgres`,
    `LISTEN x`,
    `PREPARE x AS SELECT 1`,
    `VACUUM`,
    `CREATE TEMP TABLE x (a int)`,
    `BEGIN`,
    `LOCK TABLE sales.customers`,
  ])('refuses %s by itself', async (sql) => {
    const statement = await parseStatement(sql);
    expect(() => refuseWrites(statement)).toThrow(ToolError);
  });

  it.each(['false', 'FALSE', 'off', `'Off'`, '0'])(
    'knows that EXPLAIN (ANALYZE %s) runs nothing',
    async (no) => {
      const { ok, refused } = await connectTools(reader);
      const { rows } = await ok('query', { sql: `EXPLAIN (ANALYZE ${no}, COSTS off) SELECT 1` });
      expect(rows).toEqual([['Result']]);
      const twice = `EXPLAIN (ANALYZE ${no}, ANALYZE) SELECT 1`;
      expect(await refused('query', { sql: twice })).toMatch(/^forbidden: .*more than once/);
    },
  );
});

describe('layer 6: bounds', () => {
  const bounded: [string, (database: Database) => Promise<unknown>, string][] = [
    [
      'time',
      (database) => database.read([{ text: 'SELECT pg_sleep(600)' }], { signal, timeoutMs: 200 }),
      'timeout',
    ],
    [
      'a recursion without end',
      (database) =>
        database.read(
          [{ text: 'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r' }],
          { signal, timeoutMs: 300 },
        ),
      'timeout',
    ],
  ];
  it.each(bounded)('end %s', async (_what, run, code) => {
    await expect(run(databaseOf(reader))).rejects.toMatchObject({ code });
  });

  it('read no more rows than asked for, and say so', async () => {
    const { steps } = await databaseOf(reader).read(
      [{ text: 'SELECT generate_series(1, 100000000)', maxRows: 3 }],
      { signal, timeoutMs: 60_000 },
    );
    expect(steps[0]).toMatchObject({ rows: [['1'], ['2'], ['3']], suspended: true });
  });
});
