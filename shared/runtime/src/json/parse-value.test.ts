import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { parsedValue, parseValue } from './parse-value.ts';

const calls = 40;

describe('parseValue', () => {
  it('answers every time what the schema answers', () => {
    const schema = z.object({ name: z.string(), inner: z.object({ size: z.int().default(3) }) });
    for (const value of [{ name: 'a', inner: {} }, { name: 1, inner: [] }, undefined]) {
      const right = schema.safeParse(value);
      for (let call = 0; call < calls; call += 1) expect(parseValue(schema, value)).toEqual(right);
    }
  });

  it('throws what the schema says of a value it refuses', () => {
    expect(() => parsedValue(z.object({ name: z.string() }), { name: 1 })).toThrow(z.ZodError);
    expect(parsedValue(z.object({ name: z.string() }), { name: 'a' })).toEqual({ name: 'a' });
  });

  it('has zod write a function once a schema is in use', () => {
    const written: boolean[] = [];
    const schema = z.object({
      name: z.string().superRefine(() => {
        written.push(/\beval\b/.test(new Error('where').stack ?? ''));
      }),
    });
    for (let call = 0; call < calls; call += 1) parseValue(schema, { name: 'a' });
    expect(written.at(0)).toBe(false);
    expect(written.at(-1)).toBe(true);
  });
});
