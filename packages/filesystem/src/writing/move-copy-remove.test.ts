import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { needsRoot } from '@portolan/testing/machine';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFiles } from '../files.ts';
import { refusal, sandbox } from '../test-support.ts';

const content = (...parts: readonly string[]) => readFileSync(join(...parts), 'utf8');

describe('moving', () => {
  it('renames files, folders and links themselves', async () => {
    const { files, root, put } = sandbox();
    put('a', 'A');
    put('d/x', 'X');
    symlinkSync('d', join(root, 'link'));
    expect(await files.move('a', 'd/a')).toMatchObject({
      kind: 'file',
      copied: false,
      destination: join(root, 'd/a'),
    });
    expect(await files.move('link', 'link2')).toMatchObject({ kind: 'symlink' });
    expect(await files.move('d', 'new/e', { makeParents: true })).toMatchObject({ kind: 'directory' });
    expect(content(root, 'new/e/a')).toBe('A');
    expect(readlinkSync(join(root, 'link2'))).toBe('d');
    expect(readdirSync(root).sort()).toEqual(['link2', 'new']);
  });

  it('never replaces: a file, a folder, an empty folder, a dangling link', async () => {
    const { files, root, put } = sandbox();
    put('a', 'A');
    put('b', 'B');
    put('d/x');
    put('e/x');
    mkdirSync(join(root, 'empty'));
    symlinkSync('nothing', join(root, 'dangling'));
    for (const [from, to] of [
      ['a', 'b'],
      ['a', 'd'],
      ['a', 'empty'],
      ['a', 'dangling'],
      ['a', 'a'],
      ['d', 'a'],
      ['d', 'e'],
      ['d', 'empty'],
    ] as const) {
      expect((await refusal(() => files.move(from, to))).code, `${from} to ${to}`).toBe('already_exists');
    }
    expect(content(root, 'a')).toBe('A');
    expect(content(root, 'b')).toBe('B');
    expect((await refusal(() => files.move('missing', 'x'))).code).toBe('not_found');
    expect((await refusal(() => files.move('d', 'd/below'))).code).toBe('invalid_arguments');
    expect((await refusal(() => files.move('a', '../outside/a'))).code).toBe('outside_roots');
  });

  it('of two files to one name loses neither, in 60 pairs', async () => {
    const { files, root, put } = sandbox();
    for (let pair = 0; pair < 60; pair++) {
      put(`a${pair}`, 'A');
      put(`b${pair}`, 'B');
      const results = await Promise.allSettled([
        files.move(`a${pair}`, `c${pair}`),
        files.move(`b${pair}`, `c${pair}`),
      ]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const left = [`a${pair}`, `b${pair}`, `c${pair}`].filter((name) => existsSync(join(root, name)));
      expect(left.map((name) => content(root, name)).sort()).toEqual(['A', 'B']);
    }
  });

  it('of one file to two names gives it one name', async () => {
    const { files, root, put } = sandbox();
    put('a', 'A');
    const results = await Promise.allSettled([files.move('a', 'b'), files.move('a', 'c')]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(readdirSync(root)).toHaveLength(1);
  });

  it('of a folder never takes a mask off what is in it', async () => {
    const { files, root, put } = sandbox({ deny: ['/private/notes', 'secrets-*/token'] });
    put('.aws/sso/cache/token', 'SECRET');
    put('private/notes', 'SECRET');
    put('secrets-prod/token', 'SECRET');
    put('repo/.git/config', 'SECRET');
    put('.git/HEAD');
    mkdirSync(join(root, 'sub'));
    for (const [from, to] of [
      ['.aws', 'aws'],
      ['.aws/sso', 'sub/sso'],
      ['private', 'sub/private'],
      ['secrets-prod', 'prod'],
      ['repo/.git', 'repo/git'],
    ] as const) {
      expect((await refusal(() => files.move(from, to))).code, from).toBe('forbidden');
    }
    await files.move('repo', 'sub/repo');
    await files.move('secrets-prod', 'secrets-test');
    await files.move('.git', 'git');
    expect((await refusal(() => files.readText('sub/repo/.git/config'))).code).toBe('forbidden');
  });

  it('between file systems copies, compares and removes', async () => {
    needsRoot('mount a file system');
    const { root, base, put, files: plain } = sandbox();
    const other = join(base, 'other');
    mkdirSync(other);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', other]);
    onTestFinished(() => void execFileSync('umount', [other]));
    const files = createFiles([root, other]);
    put('a', 'A');
    put('d/e/x', 'X');
    symlinkSync('e/x', join(root, 'd/link'));
    expect(await files.move(join(root, 'a'), join(other, 'a'))).toMatchObject({ copied: true });
    expect(await files.move(join(root, 'd'), join(other, 'd'))).toMatchObject({ copied: true });
    expect(content(other, 'a')).toBe('A');
    expect(content(other, 'd/link')).toBe('X');
    expect(readdirSync(root)).toEqual([]);
    put('b', 'B');
    writeFileSync(join(other, 'b'), 'other');
    expect((await refusal(() => files.move(join(root, 'b'), join(other, 'b')))).code).toBe('already_exists');
    put('large', Buffer.alloc(6_000_000));
    expect((await refusal(() => files.move(join(root, 'large'), join(other, 'large')))).code).toBe(
      'no_space',
    );
    expect(statSync(join(root, 'large')).size).toBe(6_000_000);
    expect(readdirSync(other).sort()).toEqual(['a', 'b', 'd']);
    expect((await refusal(() => plain.move('large', join(other, 'x')))).code).toBe('outside_roots');
  });
});

describe('copying', () => {
  it('makes a second file with the same mode', async () => {
    const { files, root, put } = sandbox();
    const path = put('a', 'A');
    execFileSync('chmod', ['750', path]);
    expect(await files.copy('a', 'b/c', { makeParents: true })).toMatchObject({
      kind: 'file',
      files: 1,
      bytes: 1,
    });
    expect(content(root, 'b/c')).toBe('A');
    expect(statSync(join(root, 'b/c')).mode & 0o777).toBe(0o750);
    expect((await refusal(() => files.copy('a', 'b/c'))).code).toBe('already_exists');
  });

  it('of a folder keeps the modes of everything in it, and copies what takes many flushes', async () => {
    const { files, root, put } = sandbox();
    for (let at = 0; at < 200; at += 1) put(`d/deep/${at}`, `${at}`);
    const big = 'x'.repeat(64 * 1024);
    for (const more of ['', 'y', big]) put(`d/big-${more.length}`, big + more);
    execFileSync('chmod', ['751', join(root, 'd')]);
    execFileSync('chmod', ['555', join(root, 'd/deep')]);
    execFileSync('chmod', ['640', join(root, 'd/deep/7')]);
    expect(await files.copy('d', 'e')).toMatchObject({ files: 203, folders: 2 });
    for (let at = 0; at < 200; at += 1) expect(content(root, `e/deep/${at}`)).toBe(`${at}`);
    for (const more of ['', 'y', big]) expect(content(root, `e/big-${more.length}`)).toBe(big + more);
    const modeOf = (path: string) => (statSync(join(root, path)).mode & 0o777).toString(8);
    expect(['e', 'e/deep', 'e/deep/7'].map(modeOf)).toEqual(['751', '755', '640']);
    expect(readdirSync(root).sort()).toEqual(['d', 'e']);
  });

  it('of a folder leaves out what is masked or special and says so', async () => {
    const { files, root, put } = sandbox();
    put('d/a', 'A');
    put('d/.env', 'SECRET');
    put('d/deep/er/b', 'B');
    symlinkSync('a', join(root, 'd/link'));
    execFileSync('mkfifo', [join(root, 'd/fifo')]);
    const result = await files.copy('d', 'e');
    expect(result).toMatchObject({ kind: 'directory', files: 2, folders: 3 });
    expect([...result.skipped].sort()).toEqual(['d/.env', 'd/fifo']);
    expect(readdirSync(join(root, 'e')).sort()).toEqual(['a', 'deep', 'link']);
    expect(readlinkSync(join(root, 'e/link'))).toBe('a');
    expect((await refusal(() => files.copy('d', 'd/inside'))).code).toBe('invalid_arguments');
  });
});

describe('deleting', () => {
  it('goes to the trash, which nobody reads or writes, and comes back', async () => {
    const { files, root, put } = sandbox();
    put('d/a', 'A');
    const removed = await files.remove('d/a');
    expect(existsSync(join(root, 'd/a'))).toBe(false);
    const [item] = files.trash();
    expect(item).toMatchObject({ id: removed.trashId, path: join(root, 'd/a'), kind: 'file', size: 1 });
    const inTrash = `.portolan-trash/${item?.id}/a`;
    expect(statSync(join(root, '.portolan-trash')).mode & 0o777).toBe(0o700);
    for (const call of [
      () => files.readText(inTrash),
      () => files.write(inTrash, ''),
      () => files.move(inTrash, 'a'),
      () => files.copy(inTrash, 'a'),
      () => files.remove(inTrash),
      () => files.write(`.portolan-trash/${item?.id}.json`, '{}'),
    ]) {
      expect((await refusal(call)).code).toBe('forbidden');
    }
    rmSync(join(root, 'd'), { recursive: true });
    expect(await files.restore({ path: 'd/a' })).toMatchObject({ ...item, hash: removed.hash });
    expect(content(root, 'd/a')).toBe('A');
    expect(files.trash()).toEqual([]);
  });

  it('keeps every deletion of one name apart', async () => {
    const { files, root, put } = sandbox();
    put('a', 'first');
    const first = await files.remove('a');
    put('a', 'second');
    await files.remove('a');
    await files.restore({ id: first.trashId ?? '' });
    expect(content(root, 'a')).toBe('first');
    expect((await refusal(() => files.restore({ path: 'a' }))).code).toBe('already_exists');
    await files.move('a', 'b');
    await files.restore({ path: 'a' });
    expect(content(root, 'a')).toBe('second');
    expect((await refusal(() => files.restore({ path: 'a' }))).code).toBe('not_found');
    expect((await refusal(() => files.restore({ id: '../../x' }))).code).toBe('not_found');
  });

  it('of a folder needs recursive when it is not empty', async () => {
    const { files, root, put } = sandbox();
    put('d/e/a');
    put('d/b');
    expect((await refusal(() => files.remove('d'))).code).toBe('already_exists');
    expect(await files.remove('d', { recursive: true })).toMatchObject({ kind: 'directory', entries: 3 });
    await files.restore({ path: 'd' });
    expect(readdirSync(join(root, 'd')).sort()).toEqual(['b', 'e']);
    await files.remove('d', { recursive: true, permanent: true });
    expect(existsSync(join(root, 'd'))).toBe(false);
    expect(files.trash()).toEqual([]);
  });

  it('for good does not follow links and spares folders with masked files', async () => {
    const { files, root, outside, put, putOutside } = sandbox();
    putOutside('keep');
    put('d/a');
    symlinkSync(outside, join(root, 'd/link'));
    symlinkSync(join(outside, 'keep'), join(root, 'out'));
    await files.remove('out', { permanent: true });
    await files.remove('d', { recursive: true, permanent: true });
    expect(readdirSync(outside)).toEqual(['keep']);
    put('e/deep/.env');
    put('e/a');
    expect((await refusal(() => files.remove('e', { recursive: true, permanent: true }))).code).toBe(
      'forbidden',
    );
    expect(readdirSync(join(root, 'e')).sort()).toEqual(['a', 'deep']);
  });

  it('checks the kind and ifMatch', async () => {
    const { files, put } = sandbox();
    put('a', 'A');
    put('d/x');
    expect((await refusal(() => files.remove('a', { kind: 'directory' }))).code).toBe('unsupported');
    expect((await refusal(() => files.remove('d', { kind: 'file' }))).code).toBe('unsupported');
    const { hash } = await files.readText('a');
    put('a', 'B');
    expect((await refusal(() => files.remove('a', { ifMatch: hash }))).code).toBe('conflict');
    expect((await refusal(() => files.remove('missing'))).code).toBe('not_found');
  });

  it('does not use a trash that is a link', async () => {
    const { files, root, outside, put } = sandbox();
    put('a');
    symlinkSync(outside, join(root, '.portolan-trash'));
    await refusal(() => files.remove('a'));
    expect(readdirSync(outside)).toEqual([]);
    expect(lstatSync(join(root, 'a')).isFile()).toBe(true);
  });
});
