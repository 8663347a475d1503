import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from '../repository/open-repository.ts';
import { shownName } from './names.ts';
import { nameParts } from './records.ts';

export interface StatusEntry {
  readonly path: string;
  /** Change from HEAD to the index, and from the index to the work tree: one letter each, `.` for none. */
  readonly state: string;
  readonly from?: string;
}

export interface Status {
  readonly branch?: string;
  readonly commit?: string;
  readonly upstream?: string;
  readonly ahead?: number;
  readonly behind?: number;
  readonly operation?: string;
  readonly entries: readonly StatusEntry[];
}

/** Entries of one status that are read, bytes. */
const MAX_BYTES = 32 * 1024 * 1024;

/** The state of the work tree; nothing is written, not even the index. */
export async function readStatus(repository: Repository, untracked = true): Promise<Status> {
  const answer = repository.git(
    [
      'status',
      '--porcelain=v2',
      '--branch',
      '-z',
      '--ignore-submodules=dirty',
      '--find-renames',
      `--untracked-files=${untracked ? 'all' : 'no'}`,
    ],
    { maxBytes: MAX_BYTES },
  );
  // Looked up while git works.
  const operation = operationOf(repository.gitDir);
  const { stdout } = await answer;
  return { ...parseStatus(stdout), ...(operation !== undefined && { operation }) };
}

function parseStatus(output: Buffer): Status {
  const parts = [...nameParts(output)];
  const headers = new Map<string, string>();
  const entries: StatusEntry[] = [];
  for (let line = parts.shift(); line !== undefined; line = parts.shift()) {
    const [, name = '', value = ''] = /^# branch\.(\S+) (.*)$/s.exec(line) ?? [];
    if (name !== '') headers.set(name, value.toWellFormed());
    else entries.push(...entryOf(line, parts));
  }
  return { ...branchOf(headers), entries };
}

/** Fields before the path, by the kind of entry. */
const widths: Readonly<Record<string, number>> = { 1: 8, 2: 9, u: 10, '?': 1, '!': 1 };

function entryOf(line: string, parts: string[]): readonly StatusEntry[] {
  const kind = line.slice(0, 1);
  const width = widths[kind];
  if (width === undefined) return [];
  const fields = line.split(' ');
  const path = shownName(fields.slice(width).join(' '));
  if (kind === '?' || kind === '!') return [{ path, state: kind.repeat(2) }];
  const state = fields[1] ?? '';
  return [kind === '2' ? { path, state, from: shownName(parts.shift() ?? '') } : { path, state }];
}

function branchOf(headers: ReadonlyMap<string, string>) {
  const commit = headers.get('oid');
  const branch = headers.get('head');
  const upstream = headers.get('upstream');
  const [, ahead, behind] = /^\+(\d+) -(\d+)$/.exec(headers.get('ab') ?? '') ?? [];
  return {
    ...(branch !== undefined && branch !== '(detached)' && { branch }),
    ...(commit !== undefined && commit !== '(initial)' && { commit }),
    ...(upstream !== undefined && { upstream }),
    ...(ahead !== undefined && { ahead: Number(ahead), behind: Number(behind) }),
  };
}

const operations: readonly (readonly [file: string, name: string])[] = [
  ['rebase-merge', 'rebase'],
  ['rebase-apply/applying', 'am'],
  ['rebase-apply', 'rebase'],
  ['MERGE_HEAD', 'merge'],
  ['CHERRY_PICK_HEAD', 'cherry_pick'],
  ['REVERT_HEAD', 'revert'],
  ['BISECT_LOG', 'bisect'],
];

/** What was begun and not ended. */
export const operationOf = (gitDir: string): string | undefined =>
  operations.find(([file]) => existsSync(join(gitDir, file)))?.[1];

/** Paths in conflict. */
export const conflictsIn = ({ entries }: Status): readonly string[] =>
  entries.filter(({ state }) => /U|^AA$|^DD$/.test(state)).map(({ path }) => path);
