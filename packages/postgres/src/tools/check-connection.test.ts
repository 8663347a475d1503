import { describe, expect, inject, it } from 'vitest';
import { as, createDatabase, runAs } from '../../test/support/cluster.ts';
import { connectTools } from './test-support.ts';

describe('check_connection', () => {
  it('says who we are, within which limits', async () => {
    const { ok } = await connectTools(inject('readerUrl'));
    const answer = await ok('check_connection');
    expect(answer).toMatchObject({
      server: expect.stringMatching(/^PostgreSQL \d/),
      role: 'reader',
      mode: 'readonly',
      tls: 'none',
      served: true,
      limits: { statement_timeout: '15s', lock_timeout: '3s', default_transaction_read_only: 'on' },
      problems: ['The connection is not encrypted.'],
    });
    expect(answer.fix).toBeUndefined();
  });

  it('says that a role may do more than a reader needs, and how to make one', async () => {
    const { ok } = await connectTools(inject('writerUrl'));
    const { problems, fix } = await ok('check_connection');
    expect(problems).toContainEqual(expect.stringMatching(/may write \d+ tables/));
    expect(fix).toContain('GRANT SELECT ON ALL TABLES');
  });

  it('prints SQL of a role that is served, may read, and sees what health checks need', async () => {
    const admin = await createDatabase(inject('adminUrl'), 'with_reader');
    const argv = ['--schemas', 'sales'];
    const { fix } = await (await connectTools(admin, { argv })).ok('check_connection');
    await runAs(admin, String(fix));
    const { ok, rows, refused } = await connectTools(as(admin, 'portolan_reader'), { argv });
    expect(await rows('SELECT count(*)::int FROM sales.customers')).toEqual([[3000]]);
    expect((await ok('check_connection')).problems).toEqual(['The connection is not encrypted.']);
    const { checks } = await ok('check_health');
    const unseen = Array.isArray(checks) ? checks.filter(({ why }) => why !== undefined) : [];
    expect(unseen.map(({ name }) => name)).toEqual(['settings_pending_restart']);
    expect(await refused('query', { sql: `SELECT nextval('sales.customers_id_seq')` })).toContain('nextval');
    await runAs(admin, 'DROP OWNED BY portolan_reader; DROP ROLE portolan_reader');
  });

  it('says of a role that reaches files or all data that it is not served, and of extensions that reach further', async () => {
    const admin = await createDatabase(inject('adminUrl'), 'reaching');
    await runAs(
      admin,
      'CREATE ROLE reaching LOGIN; GRANT pg_read_server_files TO reaching; CREATE EXTENSION dblink',
    );
    const { ok, refused } = await connectTools(as(admin, 'reaching'));
    expect(await ok('check_connection')).toMatchObject({
      served: false,
      problems: [
        'The role is a member of pg_read_server_files.',
        'Extensions that reach beyond the database: dblink.',
        'The connection is not encrypted.',
      ],
    });
    expect(await refused('query', { sql: 'SELECT 1' })).toContain('pg_read_server_files');
    await runAs(admin, 'DROP ROLE reaching');
  });

  it('says of a role that may become a superuser that it is not served, whichever it takes on', async () => {
    const admin = inject('adminUrl');
    await runAs(
      admin,
      'CREATE ROLE captain SUPERUSER; CREATE ROLE mate LOGIN NOINHERIT; GRANT captain TO mate',
    );
    for (const argv of [[], ['--role', 'captain']]) {
      const { ok, refused } = await connectTools(as(admin, 'mate'), { argv });
      expect(await ok('check_connection')).toMatchObject({
        served: false,
        problems: expect.arrayContaining(['The role may become the superuser captain.']),
      });
      expect(await refused('query', { sql: 'SELECT 1' })).toContain('is a member of captain');
    }
    await runAs(admin, 'DROP ROLE mate; DROP ROLE captain');
  });

  it('works for a role that is not served, so that one learns why', async () => {
    const { ok, refused } = await connectTools(inject('adminUrl'));
    expect(await ok('check_connection')).toMatchObject({
      served: false,
      problems: expect.arrayContaining(['The role is a superuser.']),
    });
    expect(await refused('query', { sql: 'SELECT 1' })).toContain('superuser');
  });
});
