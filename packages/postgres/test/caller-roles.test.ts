import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  apiKeyOf,
  connect,
  createTempFolder,
  errorOf,
  startHttpServer,
  withArgs,
  writeApiKeys,
} from '@portolan/testing';
import { expect, inject, it } from 'vitest';
import { as, createDatabase, runAs } from './support/cluster.ts';
import { plainServer } from './support/server.ts';

it('takes on the role of each caller, and leaves it with the call', async () => {
  const admin = await createDatabase(inject('adminUrl'), 'callers');
  await runAs(
    admin,
    `DO $$ BEGIN CREATE ROLE shared_login LOGIN NOINHERIT; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
    'GRANT reader, writer TO shared_login',
  );
  await using folder = await createTempFolder();
  const apiKeys = await writeApiKeys(folder.path, ['analyst', 'manager', 'guest'], (id) => [id]);
  const config = join(folder.path, 'settings.json');
  await writeFile(config, JSON.stringify({ callerRoles: { manager: 'writer', analyst: 'reader' } }));
  const url = as(admin, 'shared_login');
  const flags = ['--audit', 'off', '--rate-limit', 'off', '--max-connections', '1'];
  await using server = await startHttpServer(
    withArgs(plainServer, ...flags, '--api-keys', apiKeys, '--config', config, url),
  );
  const who = async (id: string) => {
    const headers = { 'x-api-key': apiKeyOf(id) };
    await using client = await connect('v2-modern', { url: server.url, headers });
    const answer = await client.callTool('query', {
      sql: 'SELECT current_user::text, session_user::text, (SELECT min(secret) FROM sales.tenants)',
    });
    return errorOf(answer).code ?? answer.structuredContent;
  };
  // One connection, so that each call finds what the one before left.
  for (let round = 0; round < 2; round += 1) {
    expect(await who('analyst')).toMatchObject({ rows: [['reader', 'shared_login', 'mine']] });
    expect(await who('manager')).toMatchObject({ rows: [['writer', 'shared_login', 'theirs']] });
    expect(await who('guest')).toBe('forbidden');
  }
  const left = await runAs(
    admin,
    `SELECT count(*)::int FROM pg_stat_activity WHERE usename <> 'shared_login' AND application_name = 'portolan-postgres' AND datname = current_database()`,
  );
  expect(left).toEqual([[0]]);
});
