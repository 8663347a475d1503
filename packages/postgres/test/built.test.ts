import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { node22 } from '@portolan/older-node';
import { clientKinds, connect } from '@portolan/testing';
import { describe, expect, inject, it } from 'vitest';

/** What the build made, and what the published package holds beside its one dependency. */
const bin = fileURLToPath(new URL('../dist/bin.js', import.meta.url));

describe.each([
  ['Node 24', process.execPath],
  ['Node 22', node22],
])('the built server on %s', (_name, node) => {
  it.each(clientKinds)('answers a %s client, with the driver and the grammar loaded late', async (kind) => {
    expect(existsSync(bin), 'Build first: pnpm --filter @portolan/postgres build').toBe(true);
    const args = [bin, '--audit', 'off', inject('readerUrl')];
    await using client = await connect(kind, { command: { command: node, args } });
    expect((await client.listTools()).map(({ name }) => name)).toContain('query');
    const answer = await client.callTool('query', { sql: 'SELECT lower($1)', params: ['BUILT'] });
    expect(answer.structuredContent).toMatchObject({ rows: [['built']] });
    expect(await client.callTool('query', { sql: 'SELECT pg_sleep(1)' })).toMatchObject({ isError: true });
  });

  it('offers the tools of its mode at once', async () => {
    const args = [bin, '--audit', 'off', '--mode', 'dml', inject('writerUrl')];
    await using client = await connect('v1', { command: { command: node, args } });
    expect((await client.listTools()).map(({ name }) => name)).toContain('execute');
  });
});
