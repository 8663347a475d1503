import { expect, it } from 'vitest';
import { Outline } from './outline.ts';

function outlineOf(text: string, pieces = 1): string | undefined {
  const outline = new Outline();
  const bytes = Buffer.from(text);
  const size = Math.ceil(bytes.length / pieces);
  for (let at = 0; at < bytes.length; at += size) outline.add(bytes.subarray(at, at + size));
  return outline.text;
}

it.each([
  ['{"id":1,"params":{"id":2,"a":[3,{"b":4}]},"method":"x"}', '{"id":1,"params":{},"method":"x"}'],
  ['{"params":{"text":"}\\"}]{"},"id":"ü\\"{"}', '{"params":{},"id":"ü\\"{"}'],
  ['{"params":{"text":"\\\\"},"id":7}', '{"params":{},"id":7}'],
  ['[{"id":1},{"id":2}]', '[{},{}]'],
  ['"{"', '"{"'],
])('of %s is %s, in whatever pieces it comes', (text, outline) => {
  for (let pieces = 1; pieces <= text.length; pieces += 1) expect(outlineOf(text, pieces)).toBe(outline);
});

it('is none where what is outermost is long', () => {
  expect(outlineOf(`{"method":"${'x'.repeat(4_096)}"}`)).toBeUndefined();
  expect(outlineOf(`{"params":{"text":"${'x'.repeat(4_096)}"}}`)).toBe('{"params":{}}');
});
