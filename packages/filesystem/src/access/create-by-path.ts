import {
  closeSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  unlinkSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { fail } from '@portolan/runtime';
import { CREATE_FLAGS } from './flags.ts';
import { osCode } from './os-code.ts';
import { temporaryName } from './temporary-name.ts';
import type { Name, OpenFolder } from './types.ts';
import { sameFile, whereByIdentity } from './where.ts';

/**
 * Creating where a folder cannot be entered through its descriptor. What is made by a path that somebody
 * turned elsewhere in that moment is empty, is noticed at once and taken back.
 */

/** Tries to meet the path again as it was when it led elsewhere; each takes a few microseconds. */
const takeBackTries = 1_000;

/** Makes a new file. @throws ToolError `conflict`; NodeJS.ErrnoException, `EEXIST` for a name that is taken */
export function createFileByPath(folder: OpenFolder, name: Name, mode: number): number {
  const path = folder.child(name);
  const { real, shown } = folder.childPlace(name);
  const fd = openSync(path, CREATE_FLAGS, mode);
  // Not the whole path: a file system may keep the name in another normal form.
  if (dirname(whereByIdentity(fd, real) ?? '') === folder.place.real) return fd;
  const made = fstatSync(fd);
  closeSync(fd);
  takeBack(() => {
    if (!sameFile(lstatSync(path), made)) return false;
    unlinkSync(path);
    return true;
  });
  return refuse(shown);
}

/** Makes a folder. It gets its name only where it is proved to lie, so that no other one is ever taken back. */
export function makeFolderByPath(folder: OpenFolder, name: Name, mode: number): void {
  const temporary = temporaryName();
  const path = folder.child(temporary);
  if (folder.statChild(name) !== undefined) throw taken(folder.childPlace(name).shown);
  mkdirSync(path, mode);
  const proved = folder.tryOpenFolder(temporary);
  try {
    if (proved === undefined) refuse(folder.childPlace(name).shown);
    renameSync(path, folder.child(name));
  } catch (error) {
    takeBack(() => {
      rmdirSync(path);
      return true;
    });
    throw error;
  } finally {
    proved?.[Symbol.dispose]();
  }
}

function takeBack(remove: () => boolean): void {
  for (let left = takeBackTries; left > 0; left -= 1) {
    try {
      if (remove()) return;
    } catch (error) {
      if (osCode(error) === undefined) throw error;
    }
  }
}

const refuse = (shown: string): never =>
  fail('conflict', `${shown} was replaced during the call.`, { next: 'Call again.' });

const taken = (shown: string): Error =>
  Object.assign(new Error(`${shown} exists`), { code: 'EEXIST', syscall: 'mkdir' });
