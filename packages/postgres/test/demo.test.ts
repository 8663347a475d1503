import { createTempFolder } from '@portolan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { config } from '../src/config.ts';
import { createServices } from '../src/services.ts';
import { connectTools } from '../src/tools/test-support.ts';

const cache = await createTempFolder();
const { XDG_CACHE_HOME: usual } = process.env;
beforeAll(() => {
  process.env.XDG_CACHE_HOME = cache.path;
});
afterAll(async () => {
  process.env.XDG_CACHE_HOME = usual ?? '';
  await cache[Symbol.asyncDispose]();
});

/** Making the database the first time takes seconds; later tests load what it kept. */
const long = 60_000;
const demo = (...argv: readonly string[]) => connectTools('', { argv: ['--demo', ...argv] });
const endless = 'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r';

describe('the demonstration', () => {
  it(
    'gives every default tool something to answer',
    async () => {
      const { ok, rows } = await demo();
      expect(await rows('SELECT stage, deals FROM sales.pipeline ORDER BY stage')).toEqual([
        ['lead', '625'],
        ['offer', '625'],
        ['won', '625'],
        ['lost', '625'],
      ]);
      expect(await ok('search_objects', { pattern: 'Companies' })).toMatchObject({
        objects: [{ schema: 'sales', name: 'customers', rows: 1000, comment: expect.any(String) }],
      });
      expect(await ok('describe_object', { name: 'opportunities', schema: 'sales' })).toMatchObject({
        columns: expect.arrayContaining([expect.objectContaining({ name: 'stage', type: 'sales.stage' })]),
      });
      const plan = { sql: 'SELECT * FROM sales.contacts WHERE customer_id = 7', analyze: true };
      expect(await ok('explain_query', plan)).toMatchObject({ executionMs: expect.any(Number) });
      expect(await ok('check_health')).toMatchObject({
        checks: expect.arrayContaining([
          expect.objectContaining({ name: 'foreign_keys_without_index', status: 'warning' }),
        ]),
      });
      expect(await ok('list_activity', { idle: true })).toMatchObject({ blocking: [] });
      expect(await ok('check_connection')).toMatchObject({
        server: expect.stringContaining('PostgreSQL 18'),
        problems: [expect.stringContaining('embedded demonstration')],
      });
    },
    long,
  );

  it('says that it sets a URL aside', async () => {
    const said: string[] = [];
    const none = () => {};
    const log = { debug: none, info: none, error: none, warning: (text: string) => said.push(text) };
    const given = config.parse({ demo: true, url: 'postgresql://reader@localhost/shop' });
    const { sources } = await createServices(given, log);
    await sources.close();
    expect(sources.all.map(({ settings: { alias } }) => alias)).toEqual(['demo']);
    expect(said).toEqual([expect.stringContaining('The URL is set aside')]);
  });

  it(
    'keeps to the layers',
    async () => {
      const { call } = await demo();
      for (const sql of [
        'DELETE FROM sales.customers',
        `COPY sales.customers TO PROGRAM 'cat'`,
        `SELECT pg_read_file('/etc/passwd')`,
        'SELECT pg_sleep(100)',
        'SELECT 1; COMMIT',
      ]) {
        expect(await call('query', { sql })).toMatchObject({
          isError: true,
          code: expect.stringMatching(/forbidden|invalid_arguments/),
        });
      }
      expect(await call('query', { sql: 'SELECT rolpassword FROM pg_authid' })).toMatchObject({
        code: 'permission_denied',
      });
    },
    long,
  );

  it(
    'ends what runs too long or is cancelled, and starts anew',
    async () => {
      const { call, rows } = await demo();
      expect(await call('query', { sql: endless, timeoutMs: 500 })).toMatchObject({ code: 'timeout' });
      expect(await rows('SELECT count(*)::int FROM sales.customers')).toEqual([[1000]]);
      const stop = AbortSignal.timeout(500);
      await expect(call('query', { sql: endless }, stop)).rejects.toThrow();
      expect(await rows('SELECT 2')).toEqual([[2]]);
    },
    long,
  );

  it(
    'answers calls made at once, one after the other, none inside the transaction of another',
    async () => {
      const { rows } = await demo();
      const answers = Array.from({ length: 20 }, (_, at) => rows('SELECT $1::int', { params: [at] }));
      expect(await Promise.all(answers)).toEqual(Array.from({ length: 20 }, (_, at) => [[at]]));
    },
    long,
  );

  it(
    'lets rows be changed in a mode that does, until it ends',
    async () => {
      const { ok, rows } = await demo('--mode', 'dml', '--yes');
      const change = { sql: `UPDATE sales.opportunities SET stage = 'won' WHERE id = 1 RETURNING stage` };
      expect(await ok('execute', change)).toMatchObject({ committed: false, affected: 1 });
      expect(await ok('execute', { ...change, dryRun: false })).toMatchObject({ returned: [['won']] });
      expect(await rows('SELECT stage FROM sales.opportunities WHERE id = 1')).toEqual([['won']]);
      const { rows: later } = await demo();
      expect(await later('SELECT stage FROM sales.opportunities WHERE id = 1')).toEqual([['lost']]);
    },
    long,
  );
});
