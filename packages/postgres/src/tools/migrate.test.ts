import { describe, expect, inject, it } from 'vitest';
import { runAs } from '../../test/support/cluster.ts';
import { connectTools } from './test-support.ts';

const ddl = { argv: ['--mode', 'ddl', '--yes'] };
const there = async (name: string) =>
  (await runAs(inject('adminUrl'), `SELECT to_regclass('sales.${name}') IS NOT NULL`))[0]?.[0];

describe('migrate', () => {
  it('is a dry run with warnings and locks', async () => {
    const { ok } = await connectTools(inject('writerUrl'), ddl);
    const statements = [
      'CREATE TABLE sales.draft (id int PRIMARY KEY)',
      'CREATE INDEX ON sales.draft (id)',
      'ALTER TABLE sales.draft ADD COLUMN b text NOT NULL',
      'ALTER TABLE sales.draft ALTER COLUMN id TYPE bigint',
    ];
    const answer = await ok('migrate', { statements });
    expect(answer).toMatchObject({
      committed: false,
      statements: [
        { done: 'CREATE TABLE', warnings: [] },
        { warnings: [expect.stringContaining('CONCURRENTLY')] },
        { warnings: [expect.stringContaining('NOT NULL without a default')] },
        { warnings: [expect.stringContaining('rewrite')] },
      ],
      locks: expect.arrayContaining(['AccessExclusiveLock on sales.draft']),
    });
    expect(await there('draft')).toBe(false);
  });

  it('changes all or nothing', async () => {
    const { ok, refused } = await connectTools(inject('writerUrl'), ddl);
    const create = 'CREATE TABLE sales.made (id int)';
    await refused('migrate', {
      statements: [create, 'ALTER TABLE sales.none ADD COLUMN a int'],
      dryRun: false,
    });
    expect(await there('made')).toBe(false);
    expect(await ok('migrate', { statements: [create], dryRun: false })).toMatchObject({ committed: true });
    expect(await there('made')).toBe(true);
    await ok('migrate', { statements: ['DROP TABLE sales.made'], dryRun: false });
    expect(await there('made')).toBe(false);
  });

  it.each([
    'CREATE DATABASE other',
    'CREATE ROLE other',
    'ALTER SYSTEM SET fsync = off',
    'CREATE INDEX CONCURRENTLY ON sales.customers (city)',
    "COPY sales.customers TO PROGRAM 'cat'",
    'DO $$ BEGIN END $$',
    'SELECT 1',
    'VACUUM',
    'COMMIT',
    'SET ROLE postgres',
    'CREATE EXTENSION dblink',
  ])('refuses %s', async (statement) => {
    const { refused } = await connectTools(inject('writerUrl'), ddl);
    expect(await refused('migrate', { statements: [statement], dryRun: false })).toMatch(
      /forbidden|unsupported/,
    );
  });
});
