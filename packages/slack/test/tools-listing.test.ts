import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { serveInMemory } from '@portolan/runtime/in-memory';
import { expect, it } from 'vitest';
import server from '../src/server.ts';

/** What the model pays for the default tools; a tool that grows past it must earn its bytes. */
const MAX_DEFAULT_BYTES = 12_288;

async function listed(...argv: readonly string[]) {
  await using served = await serveInMemory(server, ['--audit', 'off', ...argv]);
  const client = new Client({ name: 'listing', version: '1.0.0' });
  await client.connect(served.transport);
  const { tools } = await client.listTools();
  await client.close();
  return tools;
}

it('pins what a client sees of every tool', async () => {
  for (const tool of await listed('--toolsets', 'all', '--post-channels', 'C0GENERAL1')) {
    await expect(`${JSON.stringify(tool, null, 2)}\n`).toMatchFileSnapshot(
      `./__snapshots__/tools/${tool.name}.json`,
    );
  }
});

it('keeps the default list short', async () => {
  expect(JSON.stringify({ tools: await listed() }).length).toBeLessThanOrEqual(MAX_DEFAULT_BYTES);
});

it('has a file and a test for each tool', () => {
  for (const { name } of server.tools) {
    const base = fileURLToPath(new URL(`../src/tools/${name.replaceAll('_', '-')}`, import.meta.url));
    expect([name, existsSync(`${base}.ts`), existsSync(`${base}.test.ts`)]).toEqual([name, true, true]);
  }
});

it('pins a whole answer of each tool, and tests what it refuses', async () => {
  for (const { name } of server.tools) {
    const file = new URL(`../src/tools/${name.replaceAll('_', '-')}.test.ts`, import.meta.url);
    const tests = (await readFile(file, 'utf8')).split(/^(?=it)/m);
    const pins = tests.some(
      (test) => test.includes(`ok('${name}'`) && /\.toMatchInlineSnapshot\(`\n/.test(test),
    );
    const refuses = tests.some((test) => test.includes(`refused('${name}'`));
    expect([name, pins, refuses]).toEqual([name, true, true]);
  }
});
