import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { serveInMemory } from '@portolan/runtime/in-memory';
import { expect, it } from 'vitest';
import server from '../src/server.ts';

/** What the model pays for the default tools; a tool that grows past it must earn its bytes. */
const MAX_DEFAULT_BYTES = 26_000;

async function listed(...argv: readonly string[]) {
  await using served = await serveInMemory(server, ['--audit', 'off', ...argv]);
  const client = new Client({ name: 'listing', version: '1.0.0' });
  await client.connect(served.transport);
  const { tools } = await client.listTools();
  await client.close();
  return tools;
}

it('pins what a client sees of every tool', async () => {
  for (const tool of await listed('--toolsets', 'all', '--allow-delete-repository')) {
    await expect(`${JSON.stringify(tool, null, 2)}\n`).toMatchFileSnapshot(
      `./__snapshots__/tools/${tool.name}.json`,
    );
  }
});

it('keeps the default list within 26,000 bytes, output schemas included', async () => {
  const tools = await listed();
  const sizes = tools.map((tool) => [JSON.stringify(tool).length, tool.name]);
  const dearest = sizes.toSorted(([one = 0], [other = 0]) => Number(other) - Number(one)).slice(0, 12);
  expect(Buffer.byteLength(JSON.stringify({ tools })), JSON.stringify(dearest)).toBeLessThanOrEqual(
    MAX_DEFAULT_BYTES,
  );
});

it('has a file and a test for each tool', () => {
  for (const { name, toolset } of server.tools) {
    const path = `../src/tools/${toolset}/${name}`.replaceAll('_', '-');
    const base = fileURLToPath(new URL(path, import.meta.url));
    expect([name, existsSync(`${base}.ts`), existsSync(`${base}.test.ts`)]).toEqual([name, true, true]);
  }
});

it('says what every tool answers', async () => {
  for (const { name, outputSchema } of await listed('--toolsets', 'all')) {
    expect([name, Object.keys(outputSchema?.properties ?? {}).length > 0]).toEqual([name, true]);
  }
});
