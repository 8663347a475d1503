import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refusal, sandbox } from '../test-support.ts';
import { createRoots } from './create-roots.ts';

describe('the operator’s folders', () => {
  it('must exist and be folders', async () => {
    const { base, put } = sandbox();
    const missing = await refusal(() => createRoots([join(base, 'missing')]));
    expect(missing).toMatchObject({ code: 'invalid_arguments' });
    expect(missing.message).toContain('missing does not exist');
    expect((await refusal(() => createRoots([put('file')]))).message).toContain('is not a folder');
  });

  it('are remembered as spelled and as they really are', () => {
    const { base, root } = sandbox();
    symlinkSync(root, join(base, 'alias'));
    const roots = createRoots([join(base, 'alias')]);
    expect(roots.list).toMatchObject([{ spelled: join(base, 'alias'), real: root }]);
    expect(roots.resolve(join(base, 'alias', 'a')).path).toBe(join(root, 'a'));
    expect(roots.resolve(join(root, 'a')).path).toBe(join(root, 'a'));
    expect(roots.locate(join(root, 'a'))?.path).toBe(join(base, 'alias', 'a'));
  });

  it('may be the home folder, written ~', () => {
    expect(createRoots(['~']).list[0]?.real).toBe(realpathSync(homedir()));
  });
});

describe('a caller’s path', () => {
  it.each([
    ['', 'invalid_arguments'],
    ['a\0b', 'invalid_arguments'],
    ['file:///etc/passwd', 'invalid_arguments'],
    ['FILE://localhost/etc', 'invalid_arguments'],
    ['https://example.org/a', 'invalid_arguments'],
    ['C:\\Users\\me', 'invalid_arguments'],
    ['c:/Users/me', 'invalid_arguments'],
    ['\\\\server\\share', 'invalid_arguments'],
    ['x'.repeat(1_000_000), 'invalid_arguments'],
    ['a/'.repeat(500_000), 'invalid_arguments'],
    ['x'.repeat(256), 'invalid_arguments'],
    ['..', 'outside_roots'],
    ['../root2', 'outside_roots'],
    ['a/../../outside', 'outside_roots'],
    ['/', 'outside_roots'],
    ['/etc/passwd', 'outside_roots'],
    ['/proc/self/environ', 'outside_roots'],
    ['~', 'outside_roots'],
    ['~/x', 'outside_roots'],
  ])('%.40j is refused as %s', async (path, code) => {
    const { files: made } = sandbox();
    const error = await refusal(() => made.access.candidate(path));
    expect(error.code).toBe(code);
    expect(error.message.length).toBeLessThan(500);
  });

  it('is taken literally when it is percent-encoded or holds backslashes', () => {
    const { files: made, root: folder } = sandbox();
    for (const path of ['%2e%2e/secret', '..%2f..%2fsecret', '..\\..\\secret', '~other/x', '...', ' a ']) {
      expect(made.access.candidate(path).path).toBe(join(folder, path));
    }
  });

  it('does not reach a sibling whose name begins like the root', async () => {
    const { base: folder } = sandbox();
    for (const sibling of ['root2', 'root ', "root'", 'root"', 'root-x']) {
      mkdirSync(join(folder, sibling));
      const roots = createRoots([join(folder, 'root')]);
      const error = await refusal(() => roots.resolve(join(folder, sibling, 'file')));
      expect(error.code, sibling).toBe('outside_roots');
      expect(roots.locate(join(folder, sibling))).toBeUndefined();
    }
  });

  it('is shown relative to its root and escaped', () => {
    const { files: made } = sandbox();
    expect(made.access.candidate('a/b\nc').shown).toBe('a/b\\nc');
    expect(made.access.candidate('.').shown).toBe('.');
  });

  it('finds the deepest of nested roots', () => {
    const { root: folder } = sandbox();
    mkdirSync(join(folder, 'inner'));
    const roots = createRoots([folder, join(folder, 'inner')]);
    expect(roots.resolve(join(folder, 'inner/a'))).toMatchObject({
      relative: 'a',
      root: { spelled: join(folder, 'inner') },
    });
  });
});

describe('a client’s folders', () => {
  it('narrow the operator’s and never widen them', () => {
    const { base: folder, root: allowed, outside } = sandbox();
    mkdirSync(join(allowed, 'sub'));
    const roots = createRoots([allowed]);
    expect(roots.narrow([join(allowed, 'sub')]).list).toMatchObject([{ real: join(allowed, 'sub') }]);
    expect(roots.narrow([folder, '/']).list).toMatchObject([{ real: allowed }]);
    expect(roots.narrow([outside, '/etc', 'relative', join(folder, 'missing')]).list).toEqual([]);
  });

  it('that are links out give nothing', () => {
    const { root: allowed, outside } = sandbox();
    symlinkSync(outside, join(allowed, 'link'));
    expect(createRoots([allowed]).narrow([join(allowed, 'link')]).list).toEqual([]);
  });

  it('do not take a deny pattern’s folder away', () => {
    const { root: allowed } = sandbox();
    mkdirSync(join(allowed, '.git'));
    const roots = createRoots([allowed]).narrow([join(allowed, '.git')]);
    const place = roots.locate(join(allowed, '.git/config'));
    expect(place === undefined ? undefined : roots.deniedBy(place)).toBe('.git/config');
  });
});
