import { expect, it } from 'vitest';
import { LIST_BYTES, ListAndPatch, PATCH_BYTES } from './list-and-patch.ts';

const list = ':100644 100644 1 2 M\0a\0' + '1\t0\ta\0';
const patch = 'diff --git a/a b/a\n+\0\0\n';

it('parts the list from the patches, however the output is cut', () => {
  const bytes = Buffer.from(`${list}\0${patch}`);
  for (let size = 1; size <= bytes.length; size += 1) {
    const output = new ListAndPatch();
    for (let at = 0; at < bytes.length; at += size) output.push(bytes.subarray(at, at + size));
    const parts = output.parts();
    expect([parts.list.toString(), parts.patch?.toString()], `by ${size}`).toEqual([list, patch]);
  }
});

it('has no patches where git printed none', () => {
  const output = new ListAndPatch();
  output.push(Buffer.from(list));
  expect(output.parts()).toEqual({ list: Buffer.from(list), patch: undefined });
  expect(new ListAndPatch().parts()).toEqual({ list: Buffer.alloc(0), patch: undefined });
});

it('has enough after so many bytes of patches, or of a list that does not end', () => {
  const output = new ListAndPatch();
  expect(output.push(Buffer.from(`${list}\0`))).toBe('more');
  expect(output.push(Buffer.alloc(PATCH_BYTES, 'x'))).toBe('more');
  expect(output.push(Buffer.from('x'))).toBe('stop');
  expect(new ListAndPatch().push(Buffer.alloc(LIST_BYTES + 1, 'x'))).toBe('stop');
});
