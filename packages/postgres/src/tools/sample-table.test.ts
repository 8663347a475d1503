import { describe, expect, inject, it } from 'vitest';
import { connectTools } from './test-support.ts';

const call = { schema: 'sales', name: 'customers', rows: 1 };

describe('sample_table', () => {
  it('masks what looks personal, and says so', async () => {
    const { ok } = await connectTools(inject('readerUrl'));
    const { columns, rows } = await ok('sample_table', call);
    // Which row comes first is up to Postgres: a changed one goes behind the others.
    expect(rows).toEqual([
      [
        expect.any(Number),
        expect.stringMatching(/^Customer \d+$/),
        expect.stringMatching(/^x9+@xxxxxxx\.xxx$/),
        expect.any(String),
        expect.any(String),
        expect.any(String),
      ],
    ]);
    expect(columns).toContainEqual(
      expect.objectContaining({ name: 'email', masked: true, nullFraction: 0, distinct: -1 }),
    );
  });

  it('shows it when asked, but never what the operator hides', async () => {
    const { ok } = await connectTools(inject('readerUrl'));
    expect(JSON.stringify(await ok('sample_table', { ...call, showPersonal: true }))).toMatch(
      /"c\d+@example\.org"/,
    );
    const masked = await connectTools(inject('readerUrl'), { argv: ['--mask', '*.email'] });
    expect(JSON.stringify(await masked.ok('sample_table', { ...call, showPersonal: true }))).not.toContain(
      'example.org',
    );
  });
});
