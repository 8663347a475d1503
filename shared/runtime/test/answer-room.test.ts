import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { nodeCommand, residentMemory } from '../../testing/src/index.ts';

const bin = new URL('support/notes-bin.ts', import.meta.url).pathname;
const CALLS = 400;
const initialize = {
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1.0.0' } },
};
const big = { method: 'tools/call', params: { name: 'big_note', arguments: { bytes: 450_000 } } };

it('large answers asked for all at once stay in bounded memory, and every one arrives', async () => {
  const { command, args } = nodeCommand(bin, '--audit', 'off', '--rate-limit', 'off');
  const server = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const { promise: answered, resolve } = Promise.withResolvers<void>();
  let answers = 0;
  server.stdout.on('data', (chunk: Buffer) => {
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) answers += 1;
    if (answers === CALLS + 1) resolve();
  });
  const messages = [initialize, ...Array.from({ length: CALLS }, () => big)];
  server.stdin.write(
    messages.map((message, id) => `${JSON.stringify({ jsonrpc: '2.0', id, ...message })}\n`).join(''),
  );
  await answered;
  // Together the answers are 360 MB of text, and 1.5 GB in the process when nothing bounds them.
  expect(residentMemory(server.pid ?? 0).peak).toBeLessThan(900 * 1024 * 1024);
  server.stdin.end();
}, 60_000);
