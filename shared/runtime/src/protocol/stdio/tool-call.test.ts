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
  ['a call with _meta', call({}, { _meta: {} })],
  ['what hosts put into _meta', call({}, { _meta: { progressToken: 7, 'claudecode/toolUseId': 'a' } })],
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
  ['_meta that is no object', call({}, { _meta: [] })],
  ['a progress token of a wrong form', call({}, { _meta: { progressToken: null } })],
  ['a related task', call({}, { _meta: { 'io.modelcontextprotocol/related-task': { taskId: 'a' } } })],
  ['an envelope', call({}, { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } })],
  ['no parameters', call({ params: undefined })],
  ['parameters that are a list', call({ params: [] })],
  ['a batch', [call()]],
  ['nothing', null],
])('leaves %s to the library', (_what, message) => expect(isPlainToolCall(message)).toBe(false));
