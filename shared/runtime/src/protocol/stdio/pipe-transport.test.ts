import { PassThrough, Writable } from 'node:stream';
import { STDIO_DEFAULT_MAX_BUFFER_SIZE } from '@modelcontextprotocol/server';
import { expect, test } from 'vitest';
import { createPipeTransport, MAX_LINE_BYTES } from './pipe-transport.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));
const request = (id: number, method = 'tools/call') => ({
  jsonrpc: '2.0',
  id,
  method,
  params: { name: 'x' },
});
const line = (message: object) => `${JSON.stringify(message)}\n`;

async function open() {
  const stdin = new PassThrough();
  const stdout = new PassThrough();
  const transport = createPipeTransport(stdin, stdout);
  const seen: unknown[] = [];
  const errors: Error[] = [];
  let closed = 0;
  transport.onmessage = (message) => seen.push(message);
  transport.onerror = (error) => errors.push(error);
  transport.onclose = () => {
    closed++;
  };
  await transport.start();
  return { stdin, stdout, transport, seen, errors, closed: () => closed };
}

test('hands on messages in order, calls and others, whatever chunk they come in', async () => {
  const { stdin, seen, errors } = await open();
  const messages = [
    request(1),
    request(2, 'ping'),
    { jsonrpc: '2.0', method: 'notifications/x' },
    request(3),
  ];
  stdin.write(`${messages.map(line).join('')}${line(request(4)).slice(0, 10)}`);
  stdin.write(line(request(4)).slice(10));
  await turn();
  expect(seen).toEqual([...messages, request(4)]);
  expect(errors).toEqual([]);
});

test('passes over what is no JSON, and goes on', async () => {
  const { stdin, seen, errors, closed } = await open();
  stdin.write(`hello\n\n${line(request(1))}`);
  await turn();
  expect(seen).toEqual([request(1)]);
  expect(errors).toEqual([]);
  expect(closed()).toBe(0);
});

test('has the limit of the library’s own transport', () => {
  expect(MAX_LINE_BYTES).toBe(STDIO_DEFAULT_MAX_BUFFER_SIZE);
});

test('a request over the limit is refused by its id, and the next is served', async () => {
  const { stdin, stdout, seen, errors, closed } = await open();
  const content = '{"id":9}'.repeat(MAX_LINE_BYTES / 8);
  const { id, ...notification } = { ...request(7), params: { content } };
  stdin.write(line({ ...notification, id }));
  stdin.write(line(notification));
  stdin.write(`"${content}\n${line(request(8))}`);
  await expect.poll(() => seen).toEqual([request(8)]);
  expect(stdout.read()?.toString()).toBe(
    line({
      jsonrpc: '2.0',
      id: 7,
      error: { code: -32600, message: 'Invalid request: longer than 10485760 bytes. Send it in parts.' },
    }),
  );
  expect(errors).toMatchObject(Array(3).fill({ message: 'A message is longer than 10485760 bytes.' }));
  expect(closed()).toBe(0);
});

test('the end of the input closes once, after the messages before it', async () => {
  const { stdin, seen, closed, transport } = await open();
  stdin.end(line(request(1)) + line(request(2)) + line(request(3)));
  await turn();
  await turn();
  expect(seen).toHaveLength(3);
  expect(closed()).toBe(1);
  await expect(transport.send({ jsonrpc: '2.0', method: 'x' })).rejects.toThrow('closed');
});

test('an input that had ended before closes too', async () => {
  const stdin = new PassThrough();
  stdin.end();
  stdin.resume();
  await turn();
  const transport = createPipeTransport(stdin, new PassThrough());
  let closed = false;
  transport.onclose = () => {
    closed = true;
  };
  await transport.start();
  await turn();
  expect(closed).toBe(true);
});

test('an output that breaks is reported, fails what waits, and closes', async () => {
  const stdin = new PassThrough();
  const stdout = new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) });
  const transport = createPipeTransport(stdin, stdout);
  const errors: Error[] = [];
  transport.onerror = (error) => errors.push(error);
  await transport.start();
  await expect(transport.send({ jsonrpc: '2.0', method: 'x' })).rejects.toThrow('EPIPE');
  await turn();
  expect(errors).toMatchObject([{ message: 'EPIPE' }]);
});

test('what a message throws is reported, and the next one is served', async () => {
  const { stdin, transport, errors } = await open();
  const served: unknown[] = [];
  transport.onmessage = (message) => {
    served.push(message);
    if (served.length === 1) throw new Error('no');
  };
  stdin.write(line(request(1)) + line(request(2)));
  await turn();
  expect(served).toHaveLength(2);
  expect(errors).toMatchObject([{ message: 'no' }]);
});
