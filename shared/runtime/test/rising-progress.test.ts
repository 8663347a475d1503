import { expect, test } from 'vitest';
import { connect, type Progress } from '../../testing/src/index.ts';
import { serveInMemory } from '../src/in-memory.ts';
import { serveTwoWays, ways } from './support/two-ways.ts';

const elicit = () => ({ action: 'accept' as const, content: { name: 'Ada' } });
const once = [
  { progress: 1, total: 3, message: 'first' },
  { progress: 2, total: 3, message: 'asked' },
  { progress: 3, total: 3, message: 'last' },
];

test.each(['direct', 'library'] as const)(
  'over HTTP a call that asks its user tells its progress once (%s)',
  async (way) => {
    await using served = await serveTwoWays();
    await using client = await connect('v1', { url: served[way] }, { elicit });
    for (let round = 0; round < 2; round += 1) {
      const told: Progress[] = [];
      const onprogress = (progress: Progress) => void told.push(progress);
      const answer = await client.callTool('tell_and_ask', {}, { onprogress });
      expect(answer.structuredContent).toEqual({ said: 'accept' });
      expect(told).toEqual(once);
    }
  },
);

test('on a pipe a call that asks its user tells its progress once, and so does the next', async () => {
  await using served = await serveInMemory(ways, ['--audit', 'off', '--rate-limit', 'off']);
  const { transport } = served;
  const told: unknown[] = [];
  const answers = new Map<unknown, PromiseWithResolvers<unknown>>();
  transport.onmessage = (message) => {
    if (!('method' in message)) answers.get(message.id)?.resolve(message);
    else if ('id' in message) {
      void transport.send({ jsonrpc: '2.0', id: message.id, result: elicit() });
    } else told.push(message.params);
  };
  await transport.start();
  const ask = (id: number, method: string, params: Record<string, unknown>) => {
    const answer = Promise.withResolvers<unknown>();
    answers.set(id, answer);
    void transport.send({ jsonrpc: '2.0', id, method, params });
    return answer.promise;
  };
  const clientInfo = { name: 'raw', version: '1.0.0' };
  await ask(1, 'initialize', {
    protocolVersion: '2025-11-25',
    capabilities: { elicitation: {} },
    clientInfo,
  });
  await transport.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
  for (const id of [2, 3]) {
    told.length = 0;
    const _meta = { progressToken: 'one' };
    await ask(id, 'tools/call', { name: 'tell_and_ask', arguments: {}, _meta });
    expect(told).toEqual(once.map((step) => ({ progressToken: 'one', ...step })));
  }
});
