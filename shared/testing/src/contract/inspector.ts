import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { runToEnd } from '../process/start-process.ts';
import { createFixture, type Fixture } from './fixture.ts';
import type { SampleCall, ServerContract } from './server-contract.ts';

const Listing = z.looseObject({ tools: z.array(z.looseObject({ name: z.string() })) });
const Answer = z.looseObject({ content: z.array(z.unknown()).min(1), isError: z.literal(false).optional() });

/** The command line of the official MCP Inspector, as a user would try the server. */
export function describeInspector(contract: ServerContract): void {
  test('lists the tools', async () => {
    await using fixture = await createFixture(contract);
    const listing = Listing.parse(await inspect(fixture, '--method', 'tools/list'));
    expect(listing.tools.map(({ name }) => name)).toEqual(contract.expectedTools);
  });

  test('calls one', async () => {
    await using fixture = await createFixture(contract);
    Answer.parse(await inspect(fixture, '--method', 'tools/call', ...callFlags(contract.sampleRead)));
  });
}

const callFlags = ({ tool, args }: SampleCall) => [
  '--tool-name',
  tool,
  ...Object.entries(args).flatMap(([name, value]) => [
    '--tool-arg',
    `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  ]),
];

async function inspect(fixture: Fixture, ...flags: readonly string[]): Promise<unknown> {
  const server = fixture.command();
  const env = Object.entries(server.env ?? {}).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  const ended = await runToEnd({
    command: process.execPath,
    args: [inspectorBin(), '--cli', ...env, ...flags, '--', server.command, ...server.args],
    env: { HOME: fixture.folder },
  });
  expect(ended.code, ended.stderr).toBe(0);
  return JSON.parse(ended.stdout);
}

function inspectorBin(): string {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve('@modelcontextprotocol/inspector/package.json');
  const { bin } = z.object({ bin: z.record(z.string(), z.string()) }).parse(require(manifest));
  return join(dirname(manifest), bin['mcp-inspector'] ?? '');
}
