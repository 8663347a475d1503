import { expect, test } from 'vitest';
import { mirroredParameters, mirrorProblem } from './mirrored-parameters.ts';

const parameters = mirroredParameters({
  type: 'object',
  properties: {
    region: { type: 'string', 'x-mcp-header': 'Region' },
    plain: { type: 'string' },
    deep: { type: 'object', properties: { count: { type: 'integer', 'x-mcp-header': 'Count' } } },
  },
});

const problem = (args: unknown, headers: Record<string, string>) =>
  mirrorProblem(parameters, args, new Headers(headers));

test('finds parameters at any depth', () => {
  expect(parameters).toEqual([
    { path: ['region'], header: 'Region' },
    { path: ['deep', 'count'], header: 'Count' },
  ]);
});

test.each([
  [{ region: 'eu' }, { 'Mcp-Param-Region': 'eu' }],
  [{ region: 'é' }, { 'Mcp-Param-Region': '=?base64?w6k=?=' }],
  [{ region: '=?base64?x' }, { 'Mcp-Param-Region': '=?base64?x' }],
  [{ region: null, plain: 'x' }, {}],
  [{}, { 'Mcp-Param-Region': 'ignored' }],
  [{ deep: { count: 42 } }, { 'Mcp-Param-Count': '42.0' }],
  [{ region: { not: 'plain' } }, {}],
])('%j with %j passes', (args, headers) => {
  expect(problem(args, headers)).toBeUndefined();
});

test.each([
  [{ region: 'eu' }, {}, 'must repeat the argument region'],
  [{ region: 'eu' }, { 'Mcp-Param-Region': 'us' }, 'disagree'],
  [{ region: 'é' }, { 'Mcp-Param-Region': '=?base64?w6k?=' }, 'not valid Base64'],
  [{ region: 'é' }, { 'Mcp-Param-Region': '=?base64?/w==?=' }, 'not valid Base64'],
  [{ deep: { count: 26 } }, { 'Mcp-Param-Count': '0x1a' }, 'deep.count'],
])('%j with %j is refused', (args, headers, message) => {
  expect(problem(args, headers)).toContain(message);
});
