import { describe, expect, inject, it } from 'vitest';
import { connectTools } from '../tools/test-support.ts';

const masked = { argv: ['--mask', 'customers.email'] };

describe('a masked column', () => {
  it.each([
    'SELECT id, email FROM sales.customers WHERE id = 1',
    'SELECT id, email AS harmless FROM sales.customers WHERE id = 1',
    'SELECT id, x.email FROM (SELECT * FROM sales.customers) x WHERE id = 1',
    'WITH x AS (SELECT * FROM sales.customers) SELECT x.id, x.email AS e FROM x WHERE id = 1',
  ])('shows nothing: %s', async (sql) => {
    const { rows } = await connectTools(inject('readerUrl'), masked);
    expect(await rows(sql)).toEqual([[1, '[masked]']]);
  });

  it('shows nothing in *', async () => {
    const { ok } = await connectTools(inject('readerUrl'), masked);
    const answer = await ok('query', { sql: 'SELECT * FROM sales.customers WHERE id = 1' });
    expect(JSON.stringify(answer)).toContain('[masked]');
    expect(JSON.stringify(answer)).not.toContain('example.org');
  });

  it.each([
    'SELECT lower(email) FROM sales.customers',
    `SELECT id FROM sales.customers WHERE email LIKE 'c1@%'`,
    'SELECT id FROM sales.customers ORDER BY email',
    'SELECT row_to_json(c) FROM sales.customers c',
    'SELECT c FROM sales.customers c',
    'SELECT customers::text FROM sales.customers',
    'SELECT to_json(c.*) FROM sales.customers c',
    'SELECT upper(e) FROM sales.customers AS c(i, n, e)',
    'WITH c(i, n, e, x, y, z) AS (SELECT * FROM sales.customers) SELECT upper(e) FROM c',
    'SELECT upper(e) FROM (SELECT email AS e FROM sales.customers) x',
    `SELECT 1, '', '', '', 1.0, now() UNION ALL SELECT * FROM sales.customers`,
    `SELECT '' UNION ALL SELECT email FROM sales.customers`,
    'SELECT max(email) FROM sales.customers',
    'SELECT most_common_vals FROM pg_stats',
    'SELECT id FROM sales.customers JOIN (VALUES (1)) v(a) ON email IS NOT NULL',
  ])('may not be seen in another form: %s', async (sql) => {
    const { refused } = await connectTools(inject('readerUrl'), masked);
    expect(await refused('query', { sql })).toContain('masked');
  });
});
