import { expect, it } from 'vitest';
import { PatchWindow } from './patch-window.ts';

const header = 'diff --git a/f b/f\n';

/** What a window shows of a patch that comes in small pieces. */
function shown(patch: string, skip = 0) {
  const window = new PatchWindow(skip);
  const bytes = Buffer.from(patch);
  for (let at = 0; at < bytes.length; at += 7) {
    if (window.push(bytes.subarray(at, at + 7)) === 'stop') break;
  }
  return window.part;
}

it('goes on in whole lines until a long patch is through', () => {
  const patch = `${header}${'+line of text, ü\n'.repeat(40_000)}`;
  let read = '';
  let cut = true;
  while (cut) {
    const part = shown(patch, read.length);
    expect(part.patch.endsWith('\n')).toBe(true);
    read += part.patch;
    ({ cut } = part);
  }
  expect(read).toBe(patch);
});

it('passes over what git says before the patch of a path in conflict', () => {
  expect(shown(`* Unmerged path f\n${header}+a\n`)).toEqual({ patch: `${header}+a\n`, cut: false });
});

it.each(['* Unmerged path f\n', ''])('ends where there is no patch any more: %j', (output) => {
  expect(shown(output, 100)).toEqual({ patch: '', cut: false });
});
