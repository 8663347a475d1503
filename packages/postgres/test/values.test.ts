import { describe, expect, inject, it } from 'vitest';
import { connectTools } from '../src/tools/test-support.ts';

const url = inject('readerUrl');

describe('values survive', () => {
  it.each([
    [`'NaN'::float8`, 'NaN', 'double precision'],
    [`'Infinity'::float8`, 'Infinity', 'double precision'],
    [`'-Infinity'::real`, '-Infinity', 'real'],
    [`'NaN'::numeric`, 'NaN', 'numeric'],
    [`9223372036854775807::int8`, '9223372036854775807', 'bigint'],
    [`1e400::numeric`, `1${'0'.repeat(400)}`, 'numeric'],
    [`0.1::float8 + 0.2`, '0.30000000000000004', 'double precision'],
    [`'-0'::float8`, '-0', 'double precision'],
    [`'\\x00ff'::bytea`, '\\x00ff', 'bytea'],
    [`'[1,5)'::int4range`, '[1,5)', 'int4range'],
    [`'{[1,2),[5,6)}'::int4multirange`, '{[1,2),[5,6)}', 'int4multirange'],
    [`'0044-03-15 BC'::date`, '0044-03-15 BC', 'date'],
    [`'infinity'::timestamptz`, 'infinity', 'timestamp with time zone'],
    [`'24:00'::time`, '24:00:00', 'time without time zone'],
    [`'1 year 2 days'::interval`, 'P1Y2D', 'interval'],
    [`'{"a":1,"a":2}'::json`, '{"a":1,"a":2}', 'json'],
    [`'{"b":1e1000}'::jsonb`, `{"b": 1${'0'.repeat(1000)}}`, 'jsonb'],
    [`ARRAY[[1,NULL],[3,4]]`, '{{1,NULL},{3,4}}', 'integer[]'],
    [`ROW(1, 'a,b', NULL)`, '(1,"a,b",)', 'record'],
    [`'12.50'::money`, '$12.50', 'money'],
    [`'::1/128'::inet`, '::1', 'inet'],
    [`B'0101'`, '0101', 'bit'],
    [`'(1,2)'::point`, '(1,2)', 'point'],
    [`'won'::sales.stage`, 'won', 'sales.stage'],
    [`'<a>x</a>'::xml`, '<a>x</a>', 'xml'],
    [`'fat & rat'::tsquery`, `'fat' & 'rat'`, 'tsquery'],
    [`NULL`, null, 'text'],
    [`''`, '', 'text'],
    [`'日本 \u{1F600}'`, '日本 \u{1F600}', 'text'],
    [`true`, true, 'boolean'],
    [`(-2147483648)::int4`, -2147483648, 'integer'],
    [`4294967295::oid`, 4294967295, 'oid'],
    [`'x'::"char"`, 'x', '"char"'],
  ])('%s', async (sql, value, type) => {
    const { ok } = await connectTools(url, { argv: ['--statement-timeout-ms', '120000'] });
    expect(await ok('query', { sql: `SELECT ${sql}` })).toMatchObject({
      columns: [{ type }],
      rows: [[value]],
    });
  });

  it('with duplicate, empty and odd column names', async () => {
    const { ok } = await connectTools(url);
    const { columns, rows } = await ok('query', {
      sql: `SELECT 1 AS a, 2 AS a, 3, 4 AS "__proto__", * FROM sales."Odd ""Näme; DROP"`,
    });
    expect(columns).toMatchObject([
      { name: 'a' },
      { name: 'a' },
      { name: '?column?' },
      { name: '__proto__' },
      { name: 'a b' },
      { name: 'select' },
      { name: '日本' },
    ]);
    expect(rows).toEqual([[1, 2, 3, 4, 1, 'x', 'y']]);
  });

  it('as parameters of every type, without becoming SQL', async () => {
    const { rows } = await connectTools(url);
    const params = ["'; DROP TABLE x; --", 7, true, null, '1.50', '{a,b}'];
    expect(
      await rows('SELECT $1::text, $2::int, $3::boolean, $4::text, $5::numeric, $6::text[]', { params }),
    ).toEqual([["'; DROP TABLE x; --", 7, true, null, '1.50', '{a,b}']]);
  });

  it('or are cut where they are long, between characters, with their length', async () => {
    const { ok } = await connectTools(url);
    const { rows, cutCells } = await ok('query', { sql: `SELECT repeat('日本', 5000)` });
    expect(cutCells).toBe(1);
    expect(String(rows)).toMatch(/^[日本]+… \[cut: 10000 characters\]$/);
  });

  it('with no row, no column, and no value', async () => {
    const { ok } = await connectTools(url);
    expect(await ok('query', { sql: 'SELECT 1 WHERE false' })).toMatchObject({ rows: [], rowCount: 0 });
    expect(await ok('query', { sql: 'SELECT' })).toMatchObject({ columns: [], rows: [[]] });
    expect(await ok('query', { sql: 'SHOW server_version_num' })).toMatchObject({ rowCount: 1 });
    expect(await ok('query', { sql: 'TABLE sales.by_city' })).toMatchObject({ rowCount: 3 });
  });

  it('in a database whose strings have backslashes of the old kind', async () => {
    const { rows } = await connectTools(
      `${url}?options=${encodeURIComponent('-c standard_conforming_strings=off')}`,
    );
    expect(await rows(`SELECT 'a\\', 'b'`)).toEqual([['a\\', 'b']]);
  });

  it('under row security, as the role may see them', async () => {
    const { rows } = await connectTools(url);
    expect(await rows('SELECT secret FROM sales.tenants')).toEqual([['mine']]);
  });
});
