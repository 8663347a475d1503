import { closeSync, linkSync, openSync, renameSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { sandbox } from '../test-support.ts';
import { READ_FLAGS } from './flags.ts';
import { whereByIdentity, whereIs } from './where.ts';

const open = (path: string) => {
  const fd = openSync(path, READ_FLAGS);
  onTestFinished(() => closeSync(fd));
  return fd;
};

for (const where of [whereIs, whereByIdentity]) {
  it(`${where.name} tells the real path behind links`, () => {
    const { root, put } = sandbox();
    const path = put('d/a');
    symlinkSync('d', join(root, 'link'));
    expect(where(open(join(root, 'link/a')), join(root, 'link/a'))).toBe(path);
  });

  it(`${where.name} tells nothing of what was removed or replaced`, () => {
    const { put } = sandbox();
    const path = put('a');
    const fd = open(path);
    renameSync(put('b'), path);
    expect(where(fd, path)).toBeUndefined();
    const removed = open(path);
    unlinkSync(path);
    expect(where(removed, path)).toBeUndefined();
  });

  it(`${where.name} is not misled by a name that ends like the kernel’s mark`, () => {
    const { put, root } = sandbox();
    const path = put('a (deleted)');
    expect(where(open(path), path)).toBe(path);
    const other = put('b');
    const fd = open(other);
    linkSync(other, join(root, 'c'));
    unlinkSync(other);
    put('b (deleted)');
    expect(where(fd, other)).toBeUndefined();
  });
}

it('without /proc a swapped parent is noticed by the identity of the file', () => {
  const { root, outside, put, putOutside } = sandbox();
  put('p/file');
  putOutside('file');
  const inside = open(join(root, 'p/file'));
  renameSync(join(root, 'p'), join(root, 'p2'));
  symlinkSync(outside, join(root, 'p'));
  expect(whereByIdentity(inside, join(root, 'p/file'))).toBeUndefined();
  expect(whereByIdentity(open(join(root, 'p/file')), join(root, 'p/file'))).toBe(join(outside, 'file'));
});
