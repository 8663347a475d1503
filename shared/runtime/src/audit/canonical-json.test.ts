import { expect, it } from 'vitest';
import { canonicalJson, canonicalParts } from './canonical-json.ts';

it.each([
  // The example of RFC 8785, section 3.2.2, with the values of its section 3.2.3.
  [
    {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '€$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    },
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  ],
  // Sorted by UTF-16 code units, as in its section 3.2.3.
  [
    { '€': 1, '\r': 2, '\ufb33': 3, '1': 4, '😀': 5, '\u0080': 6, ö: 7 },
    '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
  ],
  [{ b: undefined, a: [undefined, -0, Number.NaN] }, '{"a":[null,0,null]}'],
  [JSON.parse('{"__proto__":{"x":1},"a":{}}'), '{"__proto__":{"x":1},"a":{}}'],
  [{ big: 10n }, '{"big":"10"}'],
  ['text', '"text"'],
])('writes %#', (value, expected) => expect(canonicalJson(value)).toBe(expected));

it.each([
  ['members in order', { a: 1, b: { c: [1, { d: 'x' }], e: null } }],
  ['members out of order below', { a: { c: 1, b: 2 } }],
  ['members out of order in a list', { a: [{ c: 1, b: 2 }] }],
  ['numbers as names, which objects put first', { 10: 'a', 9: 'b', a: 'c' }],
  ['a member without a value', { a: undefined, b: [undefined] }],
  ['a function', { a: () => 1, b: [() => 1] }],
  ['a symbol', { a: Symbol('x'), b: 1 }],
  ['an object with toJSON', { a: new Date(0) }],
  ['lone surrogates and control characters', { a: '\ud83d \u0000 "\\' }],
  ['a big number', { a: 1n }],
])('writes %s in the one form, whatever way it takes', (_what, value) => {
  // A member that sorts before all others and comes last keeps the short way out.
  const long = canonicalJson({ ...value, '': 0 });
  expect(canonicalJson(value)).toBe(`{${long.slice('{"":0,'.length)}`);
});

it('cuts what is nested too deep', () => {
  let value: unknown = 1;
  for (let depth = 0; depth < 300; depth++) value = { a: value };
  expect(canonicalJson(value)).toBe(`${'{"a":'.repeat(256)}"[nested too deep]"${'}'.repeat(256)}`);
});

it.each([
  ['in a member', (text: string) => ({ path: 'a', content: text, b: undefined, c: () => 1 })],
  ['in members and lists below', (text: string) => ({ z: [1, { y: text, x: [text, undefined] }], a: 'b' })],
  ['alone', (text: string) => text],
  ['beside an object with toJSON', (text: string) => ({ b: text, a: new Date(0) })],
])('writes a huge text %s in parts, and the same', (_where, holding) => {
  for (const text of [
    'line "of" text\n'.repeat(50_000),
    `x${'😀'.repeat(400_000)}`,
    `${'y'.repeat(131_071)}\ud83d${'\ude00é'.repeat(300_000)}`,
  ]) {
    const parts = [...canonicalParts(holding(text))];
    expect(parts.join('')).toBe(canonicalJson(holding(text)));
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(1_000_000);
  }
});
