import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '@portolan/runtime';
import { listUnder } from '../reading/list-under.ts';
import { encodeBytes, shownName } from '../reading/names.ts';
import { demandPermitted } from '../reading/permitted.ts';
import { nameParts, nulParts } from '../reading/records.ts';
import type { Repository } from '../repository/open-repository.ts';
import { nulEnded } from '../running/pathspec.ts';

/** Paths that are looked at for filters and submodules, bytes of their names. */
const MAX_BYTES = 64 * 1024 * 1024;
/** What `git status` in a submodule would run: git starts it there without our configuration. */
const running = /^(core\.fsmonitor|core\.hookspath|filter\..*|hook\..*|include.*)$/i;

/**
 * Refuses to write where git would start a program that a submodule names, and where the caller's policy keeps
 * paths back that would be written.
 *
 * @param affected paths and folders that are written, when it is not the whole work tree
 * @throws ToolError `forbidden`, `unsupported`, also for a bare repository
 */
export async function guardWorkTree(repository: Repository, affected?: readonly string[]): Promise<void> {
  if (repository.bare) fail('unsupported', 'The repository is bare: it has no work tree.');
  if (repository.constrained && affected?.length !== 0) await demandAllPermitted(repository, affected);
  const { stdout } = await repository.git(['ls-files', '-z', '--stage'], { maxBytes: MAX_BYTES });
  const links = nameParts(stdout).filter((entry) => entry.startsWith('160000 '));
  for (const link of links) {
    const path = link.slice(link.indexOf('\t') + 1);
    if (existsSync(encodeBytes(join(repository.top, path, '.git')))) await refuseRunning(repository, path);
  }
}

async function demandAllPermitted(repository: Repository, affected: readonly string[] = []): Promise<void> {
  const all = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const staged = ['diff', '--cached', '--name-only', '-z', '--no-ext-diff', '--no-renames'];
  for (const args of [all, staged])
    demandPermitted(repository, (await listUnder(repository, args, affected)).map(shownName));
}

async function refuseRunning(repository: Repository, path: string): Promise<void> {
  if (!path.isWellFormed()) {
    fail('unsupported', 'The path of a submodule is not UTF-8, so nothing is written beside it.');
  }
  const { stdout } = await repository.git(['-C', path, 'config', '--local', '--list', '-z', '--name-only'], {
    accept: [128],
  });
  const found = nulParts(stdout).find((key) => running.test(key));
  if (found === undefined) return;
  fail(
    'unsupported',
    `The submodule ${JSON.stringify(path)} configures a program (${found}), so nothing is written beside it.`,
    {
      next: 'Ask the user to remove that setting from the submodule, or to use git.',
    },
  );
}

/**
 * Refuses to store files that a filter should change first: filters never run here, and without them the wrong
 * content would be stored.
 *
 * @throws ToolError `unsupported`
 */
export async function refuseFiltered(repository: Repository, paths: readonly string[]): Promise<void> {
  const listed = await listUnder(repository, ['ls-files', '-z', '-m', '-o', '--exclude-standard'], paths);
  if (listed.length === 0) return;
  const { stdout } = await repository.git(['check-attr', '-z', '--stdin', 'filter'], {
    input: nulEnded(listed),
    maxBytes: MAX_BYTES,
  });
  const parts = nulParts(stdout);
  for (let index = 0; index + 2 < parts.length; index += 3) {
    const [path = '', , value = ''] = parts.slice(index, index + 3);
    if (value === 'unspecified' || value === 'unset') continue;
    fail(
      'unsupported',
      `${JSON.stringify(path)} goes through the filter ${JSON.stringify(value)}, which this server does not run.`,
      {
        next: 'Ask the user to add that file with git.',
      },
    );
  }
}

/**
 * @throws ToolError `conflict` when tracked files have changes that an abort could lose
 */
export async function demandClean(repository: Repository): Promise<void> {
  const { stdout } = await repository.git([
    'status',
    '--porcelain',
    '-z',
    '--untracked-files=no',
    '--ignore-submodules=dirty',
  ]);
  if (stdout.length === 0) return;
  fail('conflict', 'There are uncommitted changes. Nothing was changed.', {
    next: 'Commit or stash them first; status shows them.',
  });
}
