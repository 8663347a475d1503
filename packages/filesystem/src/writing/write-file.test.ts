import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { needsRoot } from '@portolan/testing/machine';
import { describe, expect, it } from 'vitest';
import { refusal, sandbox } from '../test-support.ts';

describe('writing', () => {
  it('creates and replaces, and leaves nothing else behind', async () => {
    const { files, root } = sandbox();
    expect(await files.write('a', 'one')).toMatchObject({ path: join(root, 'a'), size: 3, created: true });
    expect(await files.write('a', 'two!')).toMatchObject({ size: 4, created: false });
    expect(readFileSync(join(root, 'a'), 'utf8')).toBe('two!');
    expect(readdirSync(root)).toEqual(['a']);
  });

  it('writes large content whole', async () => {
    const { files, root } = sandbox();
    const content = 'grüße\n'.repeat(300_000);
    const written = await files.write('large', content);
    expect(readFileSync(join(root, 'large'), 'utf8') === content).toBe(true);
    expect((await files.readText('large')).hash).toBe(written.hash);
  });

  it('keeps mode and owner, and clears set-id bits', async () => {
    const { files, put } = sandbox();
    needsRoot('give a file away');
    const path = put('a');
    chownSync(path, 1234, 4321);
    chmodSync(path, 0o640);
    await files.write('a', 'new');
    await files.edit('a', [{ oldText: 'new', newText: 'newer' }]);
    expect(statSync(path)).toMatchObject({ uid: 1234, gid: 4321, mode: 0o100640 });
    chmodSync(path, 0o4755);
    await files.write('a', 'new');
    expect(statSync(path).mode & 0o7777).toBe(0o755);
  });

  it('never lets others read a 0600 file, not even in between', async () => {
    const { files, put, root } = sandbox();
    chmodSync(put('secret', 'x'), 0o600);
    const writing = files.write('secret', 'y'.repeat(5_000_000));
    let seen = 0;
    let done = false;
    void writing.finally(() => {
      done = true;
    });
    while (!done) {
      for (const name of readdirSync(root)) {
        const stat = lstatSync(join(root, name), { throwIfNoEntry: false });
        if (stat === undefined) continue;
        expect(stat.mode & 0o077, name).toBe(0);
        seen++;
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    await writing;
    expect(seen).toBeGreaterThan(3);
  });

  it('keeps the mode of a file that appeared or changed while it was written', async () => {
    const { files, put, root } = sandbox();
    const writing = files.write('new', 'x'.repeat(3_000_000));
    while (!readdirSync(root).some((name) => name.startsWith('.portolan-tmp'))) await Promise.resolve();
    chmodSync(put('new', 'private'), 0o600);
    await writing;
    expect(statSync(join(root, 'new'))).toMatchObject({ mode: 0o100600, size: 3_000_000 });
  });

  it('gives a new file the mode of any new file', async () => {
    const { files, root, put } = sandbox();
    await files.write('new', '');
    expect(statSync(join(root, 'new')).mode).toBe(statSync(put('other')).mode);
  });

  it('goes through a link to its target inside, and keeps the link', async () => {
    const { files, root, put } = sandbox();
    const path = put('real/a');
    symlinkSync('real/a', join(root, 'link'));
    await files.write('link', 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(lstatSync(join(root, 'link')).isSymbolicLink()).toBe(true);
  });

  it('does not create through a dangling link', async () => {
    const { files, root } = sandbox();
    symlinkSync('nothing', join(root, 'link'));
    expect((await refusal(() => files.write('link', ''))).code).toBe('not_found');
    expect(existsSync(join(root, 'nothing'))).toBe(false);
  });

  it('makes missing folders only when asked', async () => {
    const { files, root } = sandbox();
    expect((await refusal(() => files.write('a/b/c', ''))).code).toBe('not_found');
    await files.write('a/b/c', 'x', { makeParents: true });
    expect(readFileSync(join(root, 'a/b/c'), 'utf8')).toBe('x');
  });

  it('in other encodings', async () => {
    const { files, root } = sandbox();
    await files.write('wide', 'aé', { encoding: 'utf-16le' });
    expect(readFileSync(join(root, 'wide'))).toEqual(Buffer.from('\ufeffaé', 'utf16le'));
    await files.write('narrow', 'é', { encoding: 'latin1' });
    expect(readFileSync(join(root, 'narrow'))).toEqual(Buffer.from([0xe9]));
    expect((await refusal(() => files.write('narrow', '日', { encoding: 'latin1' }))).code).toBe(
      'invalid_arguments',
    );
    await files.write('marked', 'a', { bom: true });
    expect(readFileSync(join(root, 'marked'))).toEqual(Buffer.from('\ufeffa'));
  });
});

describe('conditions', () => {
  it('ifMatch writes only over what was read', async () => {
    const { files, put, root } = sandbox();
    put('a', 'one');
    const { hash } = await files.readText('a');
    put('a', 'changed elsewhere');
    const error = await refusal(() => files.write('a', 'mine', { ifMatch: hash }));
    expect(error).toMatchObject({ code: 'conflict' });
    expect(error.message).toContain('Nothing was written');
    expect(error.data).toEqual({ hash: (await files.readText('a')).hash });
    expect(readFileSync(join(root, 'a'), 'utf8')).toBe('changed elsewhere');
    expect(readdirSync(root)).toEqual(['a']);
  });

  it('ifMatch works for large files too', async () => {
    const { files, put } = sandbox();
    put('a', 'x'.repeat(400_000));
    const { hash } = await files.readText('a', { head: 1 });
    const written = await files.write('a', 'y'.repeat(400_000), { ifMatch: hash });
    expect((await refusal(() => files.write('a', 'z', { ifMatch: hash }))).code).toBe('conflict');
    expect((await files.readText('a')).hash).toBe(written.hash);
  });

  it('ifMatch on a file that is gone is a conflict', async () => {
    const { files } = sandbox();
    const { hash } = await files.write('a', 'x');
    await files.remove('a', { permanent: true });
    expect((await refusal(() => files.write('a', 'y', { ifMatch: hash }))).code).toBe('conflict');
    expect((await refusal(() => files.append('a', 'y', { ifMatch: hash }))).code).toBe('conflict');
  });

  it('ifMatch must look like a hash', async () => {
    const { files, put } = sandbox();
    put('a');
    for (const ifMatch of ['', 'x', '0'.repeat(64)]) {
      expect((await refusal(() => files.write('a', '', { ifMatch }))).code).toBe('invalid_arguments');
    }
  });

  it('createOnly lets one of many creators win', async () => {
    const { files, root } = sandbox();
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => files.write('a', `${index}`, { createOnly: true })),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(readFileSync(join(root, 'a'), 'utf8')).toBe('0');
  });
});

describe('appending', () => {
  it('adds in place, in the file’s own encoding, and creates', async () => {
    const { files, put, root } = sandbox();
    const path = put('log', 'a\n');
    const { ino } = statSync(path);
    const appended = await files.append('log', 'b\n');
    expect(appended).toMatchObject({ size: 4, created: false });
    expect((await files.readText('log')).hash).toBe(appended.hash);
    expect(statSync(path).ino).toBe(ino);
    put('wide', Buffer.from('\ufeffa', 'utf16le'));
    await files.append('wide', 'é');
    expect(readFileSync(join(root, 'wide'))).toEqual(Buffer.from('\ufeffaé', 'utf16le'));
    expect(await files.append('new', 'x')).toMatchObject({ created: true, size: 1 });
  });

  it('keeps every one of many concurrent additions', async () => {
    const { files, root } = sandbox();
    await Promise.all(Array.from({ length: 30 }, (_, index) => files.append('log', `${index}\n`)));
    const found = readFileSync(join(root, 'log'), 'utf8').trim().split('\n').map(Number);
    expect(found.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => index));
  });
});

it('says no to folders and to the root itself', async () => {
  const { files, root } = sandbox();
  mkdirSync(join(root, 'd'));
  expect((await refusal(() => files.write('d', ''))).code).toBe('unsupported');
  expect((await refusal(() => files.write('.', ''))).code).toBe('unsupported');
  expect((await refusal(() => files.remove('.', { recursive: true }))).code).toBe('unsupported');
  expect((await refusal(() => files.move('.', 'd/x'))).code).toBe('unsupported');
});

it('makes folders, once', async () => {
  const { files, root, put } = sandbox();
  expect(files.createFolder('a/b/c')).toEqual({ path: join(root, 'a/b/c'), created: 3 });
  expect(files.createFolder('a/b/c').created).toBe(0);
  put('file');
  expect((await refusal(() => files.createFolder('file'))).code).toBe('already_exists');
  expect((await refusal(() => files.createFolder('file/x'))).code).toBe('already_exists');
  expect(files.createFolder(`${'d/'.repeat(400)}`).created).toBe(400);
});
