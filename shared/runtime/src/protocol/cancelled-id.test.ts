import { expect, it } from 'vitest';
import { cancelledId } from './cancelled-id.ts';

const cancelled = (params?: Record<string, unknown>) => ({
  jsonrpc: '2.0' as const,
  method: 'notifications/cancelled',
  ...(params && { params }),
});

it.each([0, 7, 'seven', ''])('finds the request %j', (requestId) => {
  expect(cancelledId(cancelled({ requestId }))).toBe(requestId);
});

it('finds none where none is named, or not by an id', () => {
  expect(cancelledId(cancelled())).toBeUndefined();
  expect(cancelledId(cancelled({ requestId: { id: 7 } }))).toBeUndefined();
});

it('finds none in other messages', () => {
  const params = { requestId: 7 };
  expect(cancelledId({ jsonrpc: '2.0', method: 'notifications/progress', params })).toBeUndefined();
  expect(cancelledId({ jsonrpc: '2.0', id: 7, result: {} })).toBeUndefined();
});
