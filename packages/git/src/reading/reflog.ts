import { join } from 'node:path';
import { refuseLinksBelow } from '../repository/links.ts';
import type { Repository } from '../repository/open-repository.ts';
import { records } from './records.ts';

/** Entries of the log of a ref that passed the grammar, newest first. */
export async function readReflog(repository: Repository, ref: string, skip: number, count: number) {
  const { roots, gitDir, commonDir } = repository;
  for (const folder of new Set([gitDir, commonDir])) refuseLinksBelow(roots, join(folder, 'logs'));
  const { stdout } = await repository.git([
    'log',
    '--walk-reflogs',
    '-z',
    '--format=tformat:%H%x00%gd%x00%gs%x00%cI',
    '--no-show-signature',
    `--skip=${skip}`,
    `--max-count=${count}`,
    '--end-of-options',
    ref,
    '--',
  ]);
  return records(stdout, 4).map(([commit = '', selector = '', action = '', date = '']) => ({
    commit,
    selector,
    action,
    date,
  }));
}
