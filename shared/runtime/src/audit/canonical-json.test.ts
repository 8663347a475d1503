import { expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

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
