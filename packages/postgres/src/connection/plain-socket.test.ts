import { once } from 'node:events';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createPlainSocket, type PlainSocket } from './plain-socket.ts';

let plain: PlainSocket;
let peer: Socket;
let close: () => void;

beforeEach(async () => {
  const server = createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  plain = createPlainSocket();
  plain.socket.connect(typeof address === 'object' ? (address?.port ?? 0) : 0, '127.0.0.1');
  [[peer]] = await Promise.all([once(server, 'connection'), once(plain.socket, 'connect')]);
  close = () => server.close();
});
afterEach(() => {
  plain.socket.destroy();
  peer.destroy();
  close();
});

it('sends a piece without the stream', async () => {
  const throughStream = vi.spyOn(plain.socket, 'write');
  plain.write(Buffer.from('hello'));
  const [chunk] = await once(peer.resume(), 'data');
  expect(String(chunk)).toBe('hello');
  expect(throughStream).not.toHaveBeenCalled();
});

it('keeps the order of what the kernel takes at once and what it does not', async () => {
  const pieces = Array.from({ length: 200 }, (_, at) => Buffer.alloc(at % 3 === 0 ? 10 : 100_000, at));
  for (const piece of pieces) plain.write(piece);
  expect(plain.socket.writableLength).toBeGreaterThan(0);
  const whole = Buffer.concat(pieces);
  const received: Buffer[] = [];
  let bytes = 0;
  peer.on('data', (chunk: Buffer) => {
    received.push(chunk);
    bytes += chunk.length;
  });
  peer.resume();
  await expect.poll(() => bytes).toBe(whole.length);
  plain.write(Buffer.from('last'));
  await expect.poll(() => bytes).toBe(whole.length + 4);
  expect(Buffer.concat(received).equals(Buffer.concat([whole, Buffer.from('last')]))).toBe(true);
});

it('tells as its own error that the other end is gone', async () => {
  const failed = once(plain.socket, 'error');
  peer.resetAndDestroy();
  await once(peer, 'close');
  plain.write(Buffer.from('into nothing'));
  const [error] = await failed;
  expect(error).toMatchObject({ code: expect.stringMatching(/EPIPE|ECONNRESET/) });
});

it('sends nothing after it is closed, to nobody who got its descriptor either', async () => {
  const file = join(tmpdir(), `portolan-plain-socket-${process.pid}`);
  plain.socket.destroy();
  await once(plain.socket, 'close');
  // The lowest free number is given out next.
  const next = openSync(file, 'w');
  plain.write(Buffer.from('late'));
  closeSync(next);
  expect(readFileSync(file, 'utf8')).toBe('');
  rmSync(file);
  expect(await text(peer.resume())).toBe('');
});

it('gives what comes to its reader, and to listeners before there is one', async () => {
  const [chunk] = await Promise.all([once(plain.socket, 'data'), peer.write('before')]);
  expect(String(chunk)).toBe('before');
  let read = '';
  plain.readInto((piece) => {
    read += piece;
  });
  peer.write('after');
  await expect.poll(() => read).toBe('after');
});
