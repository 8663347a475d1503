import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createLineWriter, type LineWriter } from './line-writer.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

const write = (writer: LineWriter, line: string, more = false) =>
  new Promise<void>((resolve, reject) => {
    writer.write([line], (error) => (error ? reject(error) : resolve()), more);
  });

/** A stream that keeps what it got, one entry a write. */
function collecting(delay = 0) {
  const batches: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      batches.push(String(chunk));
      setTimeout(done, delay);
    },
  });
  return { stream, batches };
}

test('the lines of one turn leave in one write, in order', async () => {
  const { stream, batches } = collecting();
  const writer = createLineWriter(stream);
  await Promise.all(['1\n', '2\n', '3\n'].map((line) => write(writer, line)));
  await write(writer, '4\n');
  expect(batches).toEqual(['1\n2\n3\n', '4\n']);
});

test('a line that more are to follow waits for what comes in the same turn', async () => {
  const { stream, batches } = collecting();
  const writer = createLineWriter(stream);
  const first = write(writer, '1\n', true);
  await new Promise<void>((resolve) => process.nextTick(resolve));
  await Promise.all([first, write(writer, '2\n', true)]);
  expect(batches).toEqual(['1\n2\n']);
});

test('lines that come turn after turn leave together, up to eight, and none waits for a turn without another', async () => {
  const { stream, batches } = collecting();
  const writer = createLineWriter(stream);
  const written: Promise<void>[] = [];
  for (let at = 1; at <= 10; at++) {
    written.push(write(writer, `${at}\n`, true));
    // What arrives in the next turn is there before its lines are looked at.
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  await Promise.all(written);
  expect(batches.join('')).toBe('1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n');
  expect(batches[0]).toBe('1\n2\n3\n4\n5\n6\n7\n8\n');
  const alone = write(writer, '11\n', true);
  await turn();
  await turn();
  expect(batches.at(-1)).toBe('11\n');
  await alone;
});

test('a last line takes along those that waited for it', async () => {
  const { stream, batches } = collecting();
  const writer = createLineWriter(stream);
  let turned = false;
  setImmediate(() => {
    turned = true;
  });
  const written = Promise.all([write(writer, '1\n', true), write(writer, '2\n')]);
  await new Promise<void>((resolve) => process.nextTick(resolve));
  expect(batches).toEqual(['1\n2\n']);
  expect(turned).toBe(false);
  await written;
});

test('many lines leave before the turn is over, and no line overtakes another', async () => {
  const { stream, batches } = collecting();
  const writer = createLineWriter(stream);
  const lines = Array.from({ length: 60 }, (_, at) => `${at} ${'€'.repeat(at * 700)}\n`);
  await Promise.all(lines.map((line) => write(writer, line)));
  expect(batches.join('')).toBe(lines.join(''));
  expect(batches.length).toBeGreaterThan(10);
});

test('a file gets its lines at once, without the queue of its stream', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'line-writer-'));
  const path = join(folder, 'out');
  const fd = openSync(path, 'w');
  const { stream, batches } = collecting();
  const writer = createLineWriter(Object.assign(stream, { fd }));
  await Promise.all([write(writer, 'a\n'), write(writer, 'b €\n')]);
  expect(readFileSync(path, 'utf8')).toBe('a\nb €\n');
  expect(batches).toEqual([]);
  closeSync(fd);
  await rm(folder, { recursive: true });
});

test('what a descriptor does not take goes through the stream, which reports it', async () => {
  const fd = openSync('/dev/full', 'w');
  const { stream, batches } = collecting();
  await write(createLineWriter(Object.assign(stream, { fd })), 'a\n');
  expect(batches).toEqual(['a\n']);
  const broken = new Writable({ write: (_chunk, _encoding, done) => done(new Error('gone')) });
  broken.on('error', () => {});
  await expect(write(createLineWriter(Object.assign(broken, { fd })), 'a\n')).rejects.toThrow('gone');
  closeSync(fd);
});

test('while the stream has a queue, lines wait in it for their turn', async () => {
  const fd = openSync('/dev/null', 'w');
  const { stream, batches } = collecting(20);
  stream.write('first');
  const writer = createLineWriter(Object.assign(stream, { fd }));
  const second = write(writer, 'second\n');
  await turn();
  await second;
  expect(batches).toEqual(['first', 'second\n']);
  closeSync(fd);
});

test('many lines for a client that reads slowly raise no warning', async () => {
  const { stream, batches } = collecting(1);
  const writer = createLineWriter(stream);
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => warnings.push(warning);
  process.on('warning', onWarning);
  const lines = Array.from({ length: 64 }, () => `${'a'.repeat(9_000)}\n`);
  await Promise.all(lines.map((line) => write(writer, line)));
  await turn();
  process.off('warning', onWarning);
  expect(warnings).toEqual([]);
  expect(batches.join('')).toBe(lines.join(''));
});

test('a long line leaves in parts, one at a time, and what comes meanwhile leaves behind it', async () => {
  const { stream, batches } = collecting(1);
  const writer = createLineWriter(stream);
  const text = 'é'.repeat(1_100_000);
  let waits = 0;
  const long = new Promise<void>((resolve) => {
    writer.write(['before', { text }, '\n'], () => resolve());
  });
  const shorts = ['1\n', '2\n'].map((line) => write(writer, line));
  const look = setInterval(() => {
    waits = Math.max(waits, stream.writableLength);
  }, 1);
  await Promise.all([long, ...shorts]);
  clearInterval(look);
  expect(batches.join('')).toBe(`before"${text}"\n1\n2\n`);
  expect(batches.length).toBeGreaterThan(8);
  expect(waits).toBeLessThan(600_000);
});

test('a long line that cannot be written tells why, and so do those behind it', async () => {
  const stream = new Writable({
    write(_chunk, _encoding, done) {
      done(new Error('The client is gone.'));
    },
  });
  stream.on('error', () => {});
  const writer = createLineWriter(stream);
  const long = new Promise<string>((resolve) => {
    writer.write([{ text: 'a'.repeat(2_000_000) }], (error) => resolve(String(error)));
  });
  const short = write(writer, '1\n');
  await expect(long).resolves.toContain('The client is gone.');
  await expect(short).rejects.toThrow();
});
