import { fileURLToPath } from 'node:url';
import { node22 } from '@portolan/older-node';
import { connect, type Installed, installPacked } from '@portolan/testing';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

describe('the packed package', () => {
  let installed: Installed;
  beforeAll(async () => {
    installed = await installPacked(fileURLToPath(new URL('..', import.meta.url)));
  }, 120_000);
  afterAll(() => installed[Symbol.asyncDispose]());

  const command = (node: string, ...words: readonly string[]) => ({
    command: node,
    args: [installed.bin, '--audit', 'off', ...words],
    env: { XDG_STATE_HOME: installed.folder, XDG_CACHE_HOME: installed.folder },
  });

  it('is at most three packages and 4 MB, with the licences of what it bundles', () => {
    expect(installed.packages).toEqual(['@pgsql/types', '@portolan/postgres', 'libpg-query']);
    expect(installed.bytes).toBeLessThanOrEqual(4_000_000);
    for (const name of ['@modelcontextprotocol/server', 'pg', 'zod'])
      expect(installed.notices).toContain(`--- ${name} `);
  });

  it.each([
    ['Node 24', process.execPath],
    ['Node 22', node22],
  ])('answers on %s', async (_name, node) => {
    await using client = await connect('v2-modern', { command: command(node, inject('readerUrl')) });
    const answer = await client.callTool('query', { sql: 'SELECT lower($1)', params: ['PACKED'] });
    expect(answer.structuredContent).toMatchObject({ rows: [['packed']] });
  });

  it('fetches what the demonstration needs, and shows it without any database', async () => {
    await using client = await connect('v1', { command: command(process.execPath, '--demo') });
    const answer = await client.callTool('query', {
      sql: 'SELECT count(*)::int AS customers FROM sales.customers',
    });
    expect(answer.structuredContent).toMatchObject({ rows: [[1000]] });
  }, 120_000);

  it('says how to get it when npm cannot be asked', async () => {
    const offline = command(process.execPath, '--demo');
    const env = { ...offline.env, XDG_CACHE_HOME: `${installed.folder}/empty`, PATH: '', npm_execpath: '' };
    await using client = await connect('v1', { command: { ...offline, env } });
    const answer = await client.callTool('query', { sql: 'SELECT 1' });
    expect(answer).toMatchObject({ isError: true });
    expect(JSON.stringify(answer.content)).toContain(
      'npx -y -p @portolan/postgres -p @electric-sql/pglite@0.5.16 portolan-postgres --demo',
    );
  });
});
