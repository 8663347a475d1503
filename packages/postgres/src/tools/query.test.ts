import { describe, expect, inject, it } from 'vitest';
import { connectTools } from './test-support.ts';

const reader = inject('readerUrl');

describe('query', () => {
  it('answers typed columns, and rows as the server wrote them', async () => {
    const { ok } = await connectTools(reader);
    expect(
      await ok('query', {
        sql: 'SELECT id, name, revenue, city = $1 AS here FROM sales.customers ORDER BY id',
        params: ['Oslo'],
        limit: 2,
      }),
    ).toEqual({
      columns: [
        { name: 'id', type: 'integer' },
        { name: 'name', type: 'text' },
        { name: 'revenue', type: 'numeric' },
        { name: 'here', type: 'boolean' },
      ],
      rows: [
        [1, 'Customer 1', '10.00', true],
        [2, 'Customer 2', '20.00', false],
      ],
      rowCount: 2,
      truncated: 'rows',
      nextCursor: expect.any(String),
    });
  });

  it('pages to the end without losing or repeating a row', async () => {
    const { ok } = await connectTools(reader);
    const call = { sql: 'SELECT id FROM sales.customers ORDER BY id', limit: 700 };
    const seen: unknown[] = [];
    let cursor: unknown;
    do {
      const page = await ok('query', { ...call, ...(typeof cursor === 'string' && { cursor }) });
      if (Array.isArray(page.rows)) seen.push(...page.rows.flat());
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(Array.from({ length: 3000 }, (_, at) => at + 1));
  });

  it('refuses a cursor of another statement', async () => {
    const { ok, refused } = await connectTools(reader);
    const { nextCursor } = await ok('query', { sql: 'SELECT 1 UNION ALL SELECT 2', limit: 1 });
    expect(await refused('query', { sql: 'SELECT 3', cursor: nextCursor })).toContain('other arguments');
    expect(await refused('query', { sql: 'SELECT 3', cursor: 'x' })).toContain('cursor');
  });

  it.each([
    ['SELECT 1', [1], 'params has one value, and the SQL has no parameter'],
    ['SELECT $1::int', [], 'params has 0 values, and the SQL has $1 alone'],
    ['SELECT $1', ['a\0b'], 'params.0 holds a NUL character'],
    ['SELECT $1::bigint', [9007199254740992], 'params.0 is a number that JSON does not carry exactly'],
    ['SELECT $1, $2', ['a', '\ud800b'], 'params.1 holds half of a character'],
    [`SELECT '\udc00'`, [], 'The SQL holds half of a character'],
    ['SELECT $1::int + $2::int', [1, 2, 3], 'params has 3 values, and the SQL has $1 to $2'],
  ])('says of %s with %j which argument does not fit', async (sql, params, message) => {
    const { refused } = await connectTools(reader);
    expect(await refused('query', { sql, params })).toMatch(/^invalid_arguments: /);
    expect(await refused('query', { sql, params })).toContain(message);
  });

  it('takes the largest numbers that are exact, and any number as text', async () => {
    const { rows } = await connectTools(reader);
    const params = [9007199254740991, '9007199254740993', 0.1, '1e400', -1.5e-9];
    expect(
      await rows(
        'SELECT $1::bigint::text, $2::bigint::text, $3::numeric::text, length($4::numeric::text), $5::float8',
        {
          params,
        },
      ),
    ).toEqual([['9007199254740991', '9007199254740993', '0.1', 401, '-1.5e-09']]);
  });
});
