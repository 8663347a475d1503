import { expect, test } from 'vitest';
import { rawStdio } from './raw-stdio.ts';

const script = `
process.stdout.write('not a message\\n[]\\n');
process.stdin.on('data', (line) => {
  const { id, method } = JSON.parse(line);
  process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result: { method } }) + '\\nhalf a li');
});`;
const command = { command: process.execPath, args: ['-e', script] };

test('asks, and tells what on standard output is no message', async () => {
  await using client = rawStdio(command);
  expect(await client.ask('ping')).toEqual({ jsonrpc: '2.0', id: 1, result: { method: 'ping' } });
  expect(client.strayLines()).toEqual(['not a message', '[]']);
});

test('does not wait for ever for a process that ended', async () => {
  await using client = rawStdio({ command: process.execPath, args: ['-e', 'console.error("no")'] });
  await expect(client.ask('ping')).rejects.toThrow(/ended first.*no/s);
});
