import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTempFolder, startPostgres } from '@portolan/testing';
import { expect, inject, it } from 'vitest';
import { connectTools } from '../src/tools/test-support.ts';
import { as, runAs } from './support/cluster.ts';
import { binariesOf } from './support/embedded.ts';

it('serves two majors at once, each in its mode and with its schemas', async () => {
  await using old = await startPostgres({ binaries: binariesOf(14) });
  await using recent = await startPostgres({ binaries: binariesOf(17) });
  for (const { url } of [old, recent]) {
    await runAs(
      url,
      `CREATE ROLE app LOGIN; CREATE SCHEMA closed; CREATE TABLE closed.x (a int); CREATE TABLE things (id int PRIMARY KEY, name text);
       INSERT INTO things VALUES (1, 'one'); GRANT ALL ON ALL TABLES IN SCHEMA public, closed TO app; GRANT USAGE ON SCHEMA closed TO app`,
    );
  }
  await using folder = await createTempFolder();
  const file = join(folder.path, 'sources.json');
  const sources = {
    archive: { url: as(old.url, 'app'), denySchemas: ['closed'] },
    live: { url: as(recent.url, 'app'), mode: 'dml' },
  };
  await writeFile(file, JSON.stringify({ sources }));
  const { ok, refused, client } = await connectTools('', { argv: ['--config', file, '--yes'] });

  const versions = await Promise.all(
    ['archive', 'live'].map(async (source) => (await ok('check_connection', { source })).server),
  );
  expect(versions).toEqual([
    expect.stringContaining('PostgreSQL 14'),
    expect.stringContaining('PostgreSQL 17'),
  ]);
  expect(await refused('query', { sql: 'SELECT 1' })).toMatch(/source is missing.*archive, live/);
  expect(await refused('query', { sql: 'SELECT 1', source: 'other' })).toMatch(/No source.*archive, live/);

  const change = { sql: `UPDATE things SET name = 'two' WHERE id = 1`, dryRun: false };
  expect(await ok('execute', { ...change, source: 'live' })).toMatchObject({ committed: true });
  expect(await refused('execute', { ...change, source: 'archive' })).toContain('forbidden');
  const nameIn = async (source: string) =>
    (await ok('query', { sql: 'SELECT name FROM things', source })).rows;
  expect([await nameIn('archive'), await nameIn('live')]).toEqual([[['one']], [['two']]]);

  const closed = { sql: 'SELECT * FROM closed.x' };
  expect(await ok('query', { ...closed, source: 'live' })).toMatchObject({ rows: [] });
  expect(await refused('query', { ...closed, source: 'archive' })).toContain('does not open');

  const { nextCursor } = await ok('query', {
    sql: 'SELECT 1 UNION ALL SELECT 2',
    limit: 1,
    source: 'live',
  });
  expect(
    await refused('query', {
      sql: 'SELECT 1 UNION ALL SELECT 2',
      limit: 1,
      source: 'archive',
      cursor: nextCursor,
    }),
  ).toContain('other arguments');
  const { resources } = await client.listResources();
  expect(resources.map(({ uri }) => uri)).toEqual(
    expect.arrayContaining(['postgres://archive/public/things', 'postgres://live/health']),
  );
  const compared = await ok('compare_schemas', {
    from: 'public',
    to: 'public',
    source: 'archive',
    toSource: 'live',
  });
  // Since 15 not everybody may make something there; MAINTAIN is no privilege before 17.
  expect(compared).toEqual({
    differences: [
      {
        what: 'Grant of CREATE on schema to PUBLIC is missing.',
        sql: 'GRANT CREATE ON SCHEMA public TO PUBLIC;',
      },
    ],
  });
});

it('compares with no source that the policy keeps from the caller', async () => {
  await using folder = await createTempFolder();
  const [file, policy] = [join(folder.path, 'sources.json'), join(folder.path, 'policy.json')];
  const url = inject('readerUrl');
  await writeFile(file, JSON.stringify({ sources: { open: { url }, kept: { url } } }));
  const roles = { reader: { rules: [{ arguments: { source: { allow: ['open'] } } }] } };
  const assign = [{ kind: 'local', roles: ['reader'] }];
  await writeFile(policy, JSON.stringify({ version: 1, roles, assign }));
  const { ok, call } = await connectTools('', { argv: ['--config', file, '--policy', policy] });
  const asked = { from: 'sales', to: 'sales', source: 'open' };
  expect(await ok('compare_schemas', { ...asked, toSource: 'open' })).toMatchObject({ differences: [] });
  expect((await call('compare_schemas', { ...asked, toSource: 'kept' })).code).toBe('forbidden');
  expect((await call('compare_schemas', { ...asked, source: 'kept', toSource: 'open' })).code).toBe(
    'forbidden',
  );
});

it('says what of a URL the operator should correct', async () => {
  await using server = await startPostgres({ binaries: binariesOf(17) });
  await runAs(server.url, 'CREATE ROLE app LOGIN');
  const absent = new URL(as(server.url, 'app'));
  absent.pathname = '/absent';
  const database = await connectTools(absent.href);
  expect(await database.refused('query', { sql: 'SELECT 1' })).toContain(
    'The operator should correct the name at the end of the URL.',
  );
  const [[hba] = []] = await runAs(server.url, 'SHOW hba_file');
  const rules = await readFile(String(hba), 'utf8');
  await writeFile(String(hba), `host all app all scram-sha-256\n${rules}`);
  await runAs(server.url, `ALTER ROLE app PASSWORD 'right'`, 'SELECT pg_reload_conf()');
  const bare = await connectTools(as(server.url, 'app'));
  expect(await bare.refused('query', { sql: 'SELECT 1' })).toMatch(/asks for a password.*PGPASSWORD/);
  const login = await connectTools(as(server.url, 'app:wrong'));
  expect(await login.refused('query', { sql: 'SELECT 1' })).toContain(
    'The operator should correct the user and the password of the URL',
  );
});
