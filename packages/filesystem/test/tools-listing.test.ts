import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { serveInMemory } from '@portolan/runtime/in-memory';
import { expect, it } from 'vitest';
import server from '../src/server.ts';

/** What the model pays for the default tools; a tool that grows past it must earn its bytes. */
const MAX_DEFAULT_BYTES = 13_312;

async function listed(...argv: readonly string[]) {
  await using served = await serveInMemory(server, ['--audit', 'off', ...argv, '.']);
  const client = new Client({ name: 'listing', version: '1.0.0' });
  await client.connect(served.transport);
  const { tools } = await client.listTools();
  await client.close();
  return tools;
}

it('pins what a client sees of every tool', async () => {
  for (const tool of await listed('--toolsets', 'all')) {
    await expect(`${JSON.stringify(tool, null, 2)}\n`).toMatchFileSnapshot(
      `./__snapshots__/tools/${tool.name}.json`,
    );
  }
});

it('keeps the default list short', async () => {
  const tools = await listed();
  expect(JSON.stringify({ tools }).length).toBeLessThanOrEqual(MAX_DEFAULT_BYTES);
});

it('has a file and a test for each tool', () => {
  for (const { name } of server.tools) {
    const base = fileURLToPath(new URL(`../src/tools/${name.replaceAll('_', '-')}`, import.meta.url));
    expect([name, existsSync(`${base}.ts`), existsSync(`${base}.test.ts`)]).toEqual([name, true, true]);
  }
});

it('tells clients of every tool that can replace or remove', async () => {
  const destructive = (await listed('--toolsets', 'all')).filter(
    ({ annotations }) => annotations?.destructiveHint,
  );
  expect(destructive.map(({ name }) => name)).toEqual([
    'write_file',
    'edit_file',
    'edit_lines',
    'apply_patch',
    'delete_file',
    'delete_directory',
  ]);
});
