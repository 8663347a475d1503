import { PassThrough, Writable } from 'node:stream';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { expect, test } from 'vitest';
import { gatherWrites } from './gather-writes.ts';

const answer = (id: number) => ({ jsonrpc: '2.0' as const, id, result: { text: 'a'.repeat(3_000) } });

const turn = () => new Promise((resolve) => setImmediate(resolve));

function collecting() {
  const batches: string[][] = [];
  const stream = new Writable({
    decodeStrings: false,
    writev(chunks, done) {
      batches.push(chunks.map(({ chunk }) => String(chunk)));
      setImmediate(done);
    },
  });
  const wire = new StdioServerTransport(new PassThrough(), stream);
  gatherWrites(wire, stream);
  return { wire, batches };
}

test('the answers of one turn leave in one write, in order', async () => {
  const { wire, batches } = collecting();
  await Promise.all([1, 2, 3].map((id) => wire.send(answer(id))));
  await turn();
  await wire.send(answer(4));
  await turn();
  expect(batches.map((batch) => batch.map((line) => JSON.parse(line).id))).toEqual([[1, 2, 3], [4]]);
});

test('many answers for a client that reads slowly raise no warning', async () => {
  const { wire, batches } = collecting();
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => warnings.push(warning);
  process.on('warning', onWarning);
  await Promise.all(Array.from({ length: 64 }, (_, id) => wire.send(answer(id))));
  await turn();
  process.off('warning', onWarning);
  expect(warnings).toEqual([]);
  expect(batches.flat()).toHaveLength(64);
});
