import {
  closeSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { refusal, type Sandbox, sandbox } from '../test-support.ts';
import { createFileByPath, makeFolderByPath } from './create-by-path.ts';
import type { OpenFolder } from './types.ts';

/** The folder `p` as it is reached without `/proc`: by its path, whatever that leads to. */
function folderByPath({ files, root }: Sandbox, beforeEach = (): void => undefined): OpenFolder {
  mkdirSync(join(root, 'p'));
  const folder = files.access.openFolder(join(root, 'p'));
  onTestFinished(() => folder[Symbol.dispose]());
  const isHere = () => realpathSync(folder.place.real) === folder.place.real;
  return {
    fd: folder.fd,
    place: folder.place,
    base: folder.place.real,
    entries: () => folder.entries(),
    eachEntry: () => folder.eachEntry(),
    child(name) {
      beforeEach();
      return `${folder.place.real}/${name}`;
    },
    createFile: (name, mode) => folder.createFile(name, mode),
    makeFolder: (name, mode) => folder.makeFolder(name, mode),
    childPlace: (name) => folder.childPlace(name),
    statChild: (name) => folder.statChild(name),
    openFile: (name) => folder.openFile(name),
    openOwnFile: (name) => folder.openOwnFile(name),
    openFolder: (name) => folder.openFolder(name),
    tryOpenFolder: (name) => (isHere() ? folder.tryOpenFolder(name) : undefined),
    [Symbol.dispose]: () => undefined,
  };
}

/** Turns `p` into a link to the outside, once. */
function turnAway({ root, outside }: Sandbox): () => void {
  return () => {
    if (existsSync(join(root, 'p2'))) return;
    renameSync(join(root, 'p'), join(root, 'p2'));
    symlinkSync(outside, join(root, 'p'));
  };
}

it('creates files and folders where they belong', async () => {
  const box = sandbox();
  const folder = folderByPath(box);
  const fd = createFileByPath(folder, 'a.txt', 0o600);
  writeSync(fd, 'text');
  closeSync(fd);
  makeFolderByPath(folder, 'sub', 0o700);
  expect(readdirSync(join(box.root, 'p')).sort()).toEqual(['a.txt', 'sub']);
  expect((await box.files.readText('p/a.txt')).content).toBe('text');
  expect(() => createFileByPath(folder, 'a.txt', 0o600)).toThrow(/EEXIST/);
  expect(() => makeFolderByPath(folder, 'sub', 0o700)).toThrow(expect.objectContaining({ code: 'EEXIST' }));
});

it('leaves nothing outside when the folder is turned away in that moment', async () => {
  for (const create of [createFileByPath, makeFolderByPath]) {
    const box = sandbox();
    box.putOutside('there');
    const folder = folderByPath(box, turnAway(box));
    expect((await refusal(() => create(folder, 'new', 0o700))).code).toBe('conflict');
    expect(readdirSync(box.outside)).toEqual(['there']);
    expect(readdirSync(join(box.root, 'p2'))).toEqual([]);
  }
});

it('takes back only what it made', async () => {
  const box = sandbox();
  const folder = folderByPath(box, turnAway(box));
  writeFileSync(join(box.outside, 'new'), 'theirs');
  expect(() => createFileByPath(folder, 'new', 0o600)).toThrow(/EEXIST/);
  expect(readdirSync(box.outside)).toEqual(['new']);
});
