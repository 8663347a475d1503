import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server';
import { expect, test } from 'vitest';
import { followRequests } from './in-flight.ts';

const request = (id: number, method = 'tools/call'): JSONRPCMessage => ({ jsonrpc: '2.0', id, method });
const answer = (id: number): JSONRPCMessage => ({ jsonrpc: '2.0', id, result: {} });

function follow() {
  const wire: Transport = { start: async () => {}, send: async () => {}, close: async () => {} };
  const requests = followRequests(wire);
  let idle = false;
  const wait = async () => {
    await requests.idle();
    idle = true;
  };
  const isIdle = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return idle;
  };
  return { wire, requests, wait, isIdle };
}

test('is idle when every request is answered', async () => {
  const { wire, requests, wait, isIdle } = follow();
  requests.sees(request(1));
  requests.sees(request(2));
  void wait();
  await wire.send(answer(1));
  expect(await isIdle()).toBe(false);
  await wire.send(answer(2));
  expect(await isIdle()).toBe(true);
});

test('does not wait for a request that asks its client, but for one whose question is answered', async () => {
  const { wire, requests, wait, isIdle } = follow();
  const ask = (id: number, relatedRequestId: number) =>
    wire.send(request(id, 'elicitation/create'), { relatedRequestId });
  requests.sees(request(1));
  requests.sees(request(2));
  await ask(1, 1);
  await ask(2, 2);
  requests.sees(answer(2));
  void wait();
  expect(await isIdle()).toBe(false);
  await ask(3, 2);
  expect(await isIdle()).toBe(true);
});

test('does not wait for streams, notifications and cancelled requests', async () => {
  const { requests, wait, isIdle } = follow();
  requests.sees(request(1, 'subscriptions/listen'));
  requests.sees({ jsonrpc: '2.0', method: 'notifications/initialized' });
  requests.sees(request(2));
  void wait();
  expect(await isIdle()).toBe(false);
  requests.sees({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 2 } });
  expect(await isIdle()).toBe(true);
});

test('does not wait when the connection is gone', async () => {
  const { requests, wait, isIdle } = follow();
  requests.sees(request(1));
  void wait();
  requests.end();
  expect(await isIdle()).toBe(true);
});

test('says whether more requests than one wait', async () => {
  const { wire, requests } = follow();
  const seen = [requests.many];
  requests.sees(request(1));
  seen.push(requests.many);
  requests.sees(request(2));
  seen.push(requests.many);
  await wire.send(answer(1));
  seen.push(requests.many);
  expect(seen).toEqual([false, false, true, false]);
});
