import { node22 } from '@portolan/older-node';
import { connect, describePackedPackage } from '@portolan/testing';
import { expect, inject, it } from 'vitest';

const contract = {
  folder: new URL('../', import.meta.url),
  packages: ['@pgsql/types', '@portolan/postgres', 'libpg-query'],
  ships: ['examples/crm.yaml'],
  maxBytes: 4_000_000,
  notices: ['@modelcontextprotocol/server', 'pg', 'zod'],
};

/** What npm needs to know of the network here; clients pass no such variables on by themselves. */
const network = Object.fromEntries(
  Object.entries(process.env).filter(([name]) =>
    /^(NODE_EXTRA_CA_CERTS|SSL_CERT_.*|(https?|no)_proxy)$/i.test(name),
  ),
);

describePackedPackage(contract, (installed) => {
  const command = (node: string, ...words: readonly string[]) => ({
    command: node,
    args: [installed().bin, '--audit', 'off', ...words],
    env: { XDG_STATE_HOME: installed().folder, XDG_CACHE_HOME: installed().folder },
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
    const demo = command(process.execPath, '--demo');
    const env = { ...network, ...demo.env };
    await using client = await connect('v1', { command: { ...demo, env } });
    const answer = await client.callTool('query', {
      sql: 'SELECT count(*)::int AS customers FROM sales.customers',
    });
    expect(answer.structuredContent).toMatchObject({ rows: [[1000]] });
  });

  it('says how to get it when npm cannot be asked', async () => {
    const offline = command(process.execPath, '--demo');
    const env = { ...offline.env, XDG_CACHE_HOME: `${installed().folder}/empty`, PATH: '', npm_execpath: '' };
    await using client = await connect('v1', { command: { ...offline, env } });
    const answer = await client.callTool('query', { sql: 'SELECT 1' });
    expect(answer).toMatchObject({ isError: true });
    expect(JSON.stringify(answer.content)).toContain(
      'npx -y -p @portolan/postgres -p @electric-sql/pglite@0.5.16 portolan-postgres --demo',
    );
  });
});
