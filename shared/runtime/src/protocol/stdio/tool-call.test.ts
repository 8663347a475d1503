import { parseJSONRPCMessage } from '@modelcontextprotocol/server';
import { expect, it } from 'vitest';
import { isPlainToolCall } from './tool-call.ts';

const call = (change: object = {}, params: object = {}) => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'read_note', ...params },
  ...change,
});

it.each([
  ['a call', call()],
  ['a call with arguments', call({ id: 'x' }, { arguments: { a: [1] } })],
  ['wrong arguments, which the path of every call refuses', call({}, { arguments: 'none', name: 7 })],
])('takes %s, which the library takes unchanged too', (_what, message) => {
  expect(isPlainToolCall(message)).toBe(true);
  expect(parseJSONRPCMessage(message)).toEqual(message);
});

it.each([
  ['another method', call({ method: 'tools/list' })],
  ['a notification', { jsonrpc: '2.0', method: 'tools/call', params: { name: 'x' } }],
  ['another version', call({ jsonrpc: '1.0' })],
  ['an id that is no whole number', call({ id: 1.5 })],
  ['an id that is null', call({ id: null })],
  ['further members', call({ more: true })],
  ['_meta', call({}, { _meta: {} })],
  ['no parameters', call({ params: undefined })],
  ['parameters that are a list', call({ params: [] })],
  ['a batch', [call()]],
  ['nothing', null],
])('leaves %s to the library', (_what, message) => expect(isPlainToolCall(message)).toBe(false));
