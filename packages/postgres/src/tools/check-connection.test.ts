import { describe, expect, inject, it } from 'vitest';
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

  it('works for a role that is not served, so that one learns why', async () => {
    const { ok, refused } = await connectTools(inject('adminUrl'));
    expect(await ok('check_connection')).toMatchObject({
      served: false,
      problems: expect.arrayContaining(['The role is a superuser.']),
    });
    expect(await refused('query', { sql: 'SELECT 1' })).toContain('superuser');
  });
});
