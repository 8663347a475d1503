import { PAYLOAD_BYTES } from '@portolan/runtime';
import * as z from 'zod';
import type { Repository } from '../repository/open-repository.ts';
import { pathspecs } from '../running/pathspec.ts';
import { LIST_BYTES, ListAndPatch, PATCH_BYTES } from './list-and-patch.ts';
import { cursorAt, type Position, pageOf, positionOf } from './page.ts';
import { type ListedFile, parseRaw } from './parse-raw.ts';
import { PatchWindow, shownPart } from './patch-window.ts';
import { type FilePatch, patchesOf } from './patches.ts';
import { permittedChanges } from './permitted.ts';

export const ChangedFile = z.object({
  path: z.string(),
  status: z.string(),
  from: z.string().optional(),
  added: z.number().optional(),
  deleted: z.number().optional(),
});
export type ChangedFile = z.output<typeof ChangedFile>;

export const diffOutput = {
  files: z.array(ChangedFile),
  total: z.number(),
  patch: z.string().optional(),
  cut: z.boolean().optional(),
  nextCursor: z.string().optional(),
};

export interface DiffAnswer {
  readonly files: ChangedFile[];
  /** Changed files in all pages. */
  readonly total: number;
  readonly patch?: string;
  /** The only file of this page has more patch than fits; the next page goes on with it. */
  readonly cut?: boolean;
  readonly nextCursor?: string;
}

export interface DiffOptions {
  readonly format: 'patch' | 'stat' | 'names';
  readonly context_lines: number;
  readonly cursor?: string | undefined;
}

/** What runs nothing, writes nothing and reads the same whatever the repository configures. */
const safe = [
  // Git would take the lock of the index to note which files were only touched, also with GIT_OPTIONAL_LOCKS=0.
  '-c',
  'diff.autoRefreshIndex=false',
  'diff',
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--ignore-submodules=dirty',
  '--submodule=short',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  // The same in every page: a page may go on inside a patch.
  '--abbrev=40',
  '-M',
];
const listing = ['--raw', '--numstat', '-z'];
/** Files whose patch is asked for at once. */
const FILES_A_PAGE = 100;
/** Names that are asked about at once. */
const NAMES_AT_ONCE = 500;

/**
 * One page of what differs.
 *
 * @param sides arguments of `git diff` that passed the grammar
 * @param question what the cursor belongs to
 */
export async function readDiff(
  repository: Repository,
  sides: readonly string[],
  paths: readonly string[],
  options: DiffOptions,
  question: unknown,
): Promise<DiffAnswer> {
  const position = positionOf(question, options.cursor);
  // What a policy keeps back takes no room of what is read.
  const first = position.skip === 0 && position.pin === '';
  const atOnce = options.format === 'patch' && first && !repository.constrained;
  const together = atOnce ? await readTogether(repository, sides, paths, options) : undefined;
  const listed = together?.listed ?? (await readList(repository, sides, paths));
  const changed = await withoutTouched(repository, sides, listed);
  const all = permittedChanges(repository, changed);
  const rest = all.slice(position.skip);
  if (options.format !== 'patch') {
    const shown =
      options.format === 'stat'
        ? rest
        : rest.map(({ path, status, from }) => ({ path, status, ...(from && { from }) }));
    const page = pageOf(shown, { ...position, question, limit: 1_000 });
    return { files: [...page.items], total: all.length, ...next(page) };
  }
  const [long] = rest;
  if (position.pin !== '' && long !== undefined) {
    const begun = Number(position.pin);
    const { patch, cut } = await readPart(repository, sides, long, options, begun);
    const files = [long];
    return {
      total: all.length,
      files,
      patch,
      ...goingOn({ question, position, files, rest, cut, end: begun + patch.length }),
    };
  }
  const files = rest.slice(0, FILES_A_PAGE);
  const read = together?.patch ?? (await readPatch(repository, sides, namesOf(files), options));
  const { shown, patch, cut } = firstFiles(patchesOf(read.patch, files, read.whole), files);
  return {
    total: all.length,
    files: shown,
    patch,
    ...goingOn({ question, position, files: shown, rest, cut, end: patch.length }),
  };
}

interface Shown {
  readonly question: unknown;
  readonly position: Position;
  readonly files: readonly ChangedFile[];
  readonly rest: readonly ChangedFile[];
  /** Whether more of the patch of the only file follows, and how much of it was shown, characters. */
  readonly cut: boolean;
  readonly end: number;
}

/** Where the next page begins: in the patch of the file shown last, or with the file after it. */
function goingOn({ question, position: { skip }, files, rest, cut, end }: Shown) {
  if (cut) return { cut, nextCursor: cursorAt(question, skip, `${end}`) };
  return files.length < rest.length ? { nextCursor: cursorAt(question, skip + files.length) } : {};
}

const next = ({ nextCursor }: { readonly nextCursor?: string }) =>
  nextCursor === undefined ? {} : { nextCursor };

const namesOf = (files: readonly ChangedFile[]) => [
  ...new Set(files.flatMap(({ path, from }) => (from === undefined ? [path] : [from, path]))),
];

async function readList(
  repository: Repository,
  sides: readonly string[],
  paths: readonly string[],
): Promise<readonly ListedFile[]> {
  const { stdout, truncated } = await repository.git([...safe, ...listing, ...sides, '--', ...paths], {
    maxBytes: LIST_BYTES,
  });
  return parseRaw(stdout, !truncated);
}

interface ReadPatch {
  readonly patch: string;
  /** Whether nothing of it is cut off. */
  readonly whole: boolean;
}

/** @param shown names as callers see them */
async function readPatch(
  repository: Repository,
  sides: readonly string[],
  shown: readonly string[],
  { context_lines }: Pick<DiffOptions, 'context_lines'>,
  maxBytes: number = PATCH_BYTES,
): Promise<ReadPatch> {
  if (shown.length === 0) return { patch: '', whole: true };
  const { args, env } = pathspecs(shown);
  const { stdout, truncated } = await repository.git(
    [...safe, '-p', `--unified=${context_lines}`, ...sides, '--', ...args],
    { maxBytes, env },
  );
  return { patch: stdout.toString('utf8'), whole: !truncated };
}

/** What follows a place in the patch of one file. */
async function readPart(
  repository: Repository,
  sides: readonly string[],
  file: ChangedFile,
  { context_lines }: Pick<DiffOptions, 'context_lines'>,
  begun: number,
) {
  const window = new PatchWindow(Number.isSafeInteger(begun) && begun > 0 ? begun : 0);
  const { args, env } = pathspecs(namesOf([file]));
  await repository.git([...safe, '-p', `--unified=${context_lines}`, ...sides, '--', ...args], {
    env,
    consume: (chunk) => window.push(chunk),
  });
  return window.part;
}

/**
 * The list and the first patches by one start of git.
 *
 * @returns undefined where git gives them in another form, as during a merge with conflicts
 */
async function readTogether(
  repository: Repository,
  sides: readonly string[],
  paths: readonly string[],
  { context_lines }: DiffOptions,
): Promise<{ readonly listed: readonly ListedFile[]; readonly patch: ReadPatch } | undefined> {
  const output = new ListAndPatch();
  const { truncated } = await repository.git(
    [...safe, ...listing, '-p', `--unified=${context_lines}`, ...sides, '--', ...paths],
    { consume: (chunk) => output.push(chunk) },
  );
  const { list, patch } = output.parts();
  if (list.toString('latin1', 0, 2) === '::' || (patch === undefined && truncated)) return undefined;
  return {
    listed: parseRaw(list, true),
    patch: { patch: patch?.toString('utf8') ?? '', whole: !truncated },
  };
}

/** Binary files whose time has changed are compared, as git does not list which of them are the same. */
async function withoutTouched(
  repository: Repository,
  sides: readonly string[],
  listed: readonly ListedFile[],
): Promise<readonly ChangedFile[]> {
  const unsure = listed.flatMap(({ file, unsure: asked }) => (asked ? [file] : []));
  const same = new Set<ChangedFile>();
  for (let at = 0; at < unsure.length; at += NAMES_AT_ONCE) {
    const some = unsure.slice(at, at + NAMES_AT_ONCE);
    const { patch } = await readPatch(repository, sides, namesOf(some), { context_lines: 0 }, LIST_BYTES);
    for (const [index, found] of patchesOf(patch, some, true).entries()) {
      const file = some[index];
      if (file !== undefined && found?.text === '') same.add(file);
    }
  }
  return listed.map(({ file }) => file).filter((file) => !same.has(file));
}

/** As many files as have their patch within the budget; a single one that has not is cut. */
function firstFiles(patches: readonly (FilePatch | undefined)[], files: readonly ChangedFile[]) {
  const shown: ChangedFile[] = [];
  let patch = '';
  let room = PAYLOAD_BYTES;
  for (const [index, file] of files.entries()) {
    const found = patches[index];
    if (found === undefined || found.open) break;
    const size = Buffer.byteLength(JSON.stringify(found.text)) + Buffer.byteLength(JSON.stringify(file)) * 2;
    if (size > room) break;
    room -= size;
    shown.push(file);
    patch += found.text;
  }
  if (shown.length > 0 || files.length === 0) return { shown, patch, cut: false };
  const [first] = patches;
  return { shown: files.slice(0, 1), patch: shownPart(first?.text ?? ''), cut: true };
}
