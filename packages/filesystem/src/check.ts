import { accessSync, constants } from 'node:fs';
import type { Check } from '@portolan/runtime';
import { findRipgrep } from './searching/content/ripgrep.ts';
import type { Services } from './services.ts';

/** What `doctor` reports: which folders are served and how, and whether ripgrep helps content search. */
export async function check({ operatorFiles }: Services): Promise<readonly Check[]> {
  const folders = operatorFiles?.access.roots.list.map(({ spelled }) => checkFolder(spelled)) ?? [noFolder];
  const program = findRipgrep();
  const detail =
    program === undefined
      ? 'Not on the PATH: content search uses its own walker, with the same answers.'
      : `${program} speeds up content search.`;
  return [...folders, { name: 'ripgrep', ok: true, detail }];
}

const noFolder: Check = {
  name: 'folder',
  ok: false,
  detail:
    'None is named, so nothing is served but what a client on stdio names as its roots; over HTTP every call is refused. Name the folders to serve, as in `portolan-filesystem /path/to/folder`.',
};

function checkFolder(path: string): Check {
  const canRead = allows(path, constants.R_OK | constants.X_OK);
  const canWrite = allows(path, constants.W_OK);
  if (!canRead)
    return {
      name: 'folder',
      ok: false,
      detail: `${path} is served, but cannot be read: grant this user read and search permission.`,
    };
  return {
    name: 'folder',
    ok: true,
    detail: `${path} is served: it can be read${canWrite ? ' and written' : ', not written'}.`,
  };
}

function allows(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    // Refusal is the answer here.
    return false;
  }
}
