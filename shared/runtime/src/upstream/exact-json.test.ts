import { expect, it } from 'vitest';
import { parseExactJson } from './exact-json.ts';

it.each([
  ['9007199254740993', '9007199254740993'],
  ['-9007199254740993', '-9007199254740993'],
  ['{"id":123456789012345678901,"n":1}', { id: '123456789012345678901', n: 1 }],
  ['{"ids" :\n[ 9007199254740991,9007199254740992]}', { ids: [9_007_199_254_740_991, '9007199254740992'] }],
  ['[[18446744073709551615]]', [['18446744073709551615']]],
])('keeps every digit of %s', (text, value) => {
  expect(parseExactJson(text)).toEqual(value);
});

it.each([
  '{"ts":"1767225660.000001","text":"a, 12345678901234567890","at":1767225660.000001}',
  '{"size":1e30,"share":0.12345678901234567,"count":900719925474099,"none":null,"on":true}',
  '{"size":1e30,"id":"9007199254740993","n":9007199254740991}',
  '{"__proto__":{"a":1},"list":[]}',
])('reads %s as ever', (text) => {
  expect(parseExactJson(text)).toEqual(JSON.parse(text));
});

it.each(['', '<html>', '{"a":1234567890123456789', '{"a":12345678901234567890}}'])('refuses %j', (text) => {
  expect(() => parseExactJson(text)).toThrow(SyntaxError);
});
