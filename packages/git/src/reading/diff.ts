import { PAYLOAD_BYTES } from '@portolan/runtime';
import * as z from 'zod';
import type { Repository } from '../repository/open-repository.ts';
import { pathspecs } from '../running/pathspec.ts';
import { keptText } from './cut-text.ts';
import { cursorAt, type Position, pageOf, positionOf } from './page.ts';
import { parseRaw } from './parse-raw.ts';
import { permittedChanges } from './permitted.ts';
import { splitPatch } from './split-patch.ts';

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
  /** The patch of the only file of this page was too long, and is cut. */
  readonly cut?: boolean;
  readonly nextCursor?: string;
}

export interface DiffOptions {
  readonly format: 'patch' | 'stat' | 'names';
  readonly context_lines: number;
  readonly cursor?: string | undefined;
}

/** What runs nothing and reads the same whatever the repository configures. */
const safe = [
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--ignore-submodules=dirty',
  '--submodule=short',
];
/** Files whose patch is asked for at once. */
const FILES_A_PAGE = 100;
/** Files of one comparison that are listed at all. */
const LIST_BYTES = 32 * 1024 * 1024;

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
  const { stdout } = await repository.git(
    ['diff', ...safe, '-M', '--raw', '--numstat', '--abbrev=40', '-z', ...sides, '--', ...paths],
    { maxBytes: LIST_BYTES },
  );
  const all = permittedChanges(repository, parseRaw(stdout));
  const position = positionOf(question, options.cursor);
  const rest = all.slice(position.skip);
  if (options.format !== 'patch') {
    const shown =
      options.format === 'stat'
        ? rest
        : rest.map(({ path, status, from }) => ({ path, status, ...(from && { from }) }));
    const page = pageOf(shown, { ...position, question, limit: 1_000 });
    return { files: [...page.items], total: all.length, ...next(page) };
  }
  const files = rest.slice(0, FILES_A_PAGE);
  return {
    total: all.length,
    ...(await patchPage(repository, sides, files, { ...options, position, question, left: rest.length })),
  };
}

const next = ({ nextCursor }: { readonly nextCursor?: string }) =>
  nextCursor === undefined ? {} : { nextCursor };

async function patchPage(
  repository: Repository,
  sides: readonly string[],
  files: readonly ChangedFile[],
  {
    context_lines,
    position,
    question,
    left,
  }: DiffOptions & {
    readonly position: Position;
    readonly question: unknown;
    readonly left: number;
  },
): Promise<Omit<DiffAnswer, 'total'>> {
  if (files.length === 0) return { files: [], patch: '' };
  const paths = [...new Set(files.flatMap(({ path, from }) => (from === undefined ? [path] : [from, path])))];
  const { args, env } = pathspecs(paths);
  const { stdout, truncated } = await repository.git(
    ['diff', ...safe, '-M', '-p', `--unified=${context_lines}`, ...sides, '--', ...args],
    { maxBytes: PAYLOAD_BYTES * 2, env },
  );
  const { shown, patch, cut } = firstFiles(splitPatch(stdout.toString('utf8')), files, truncated);
  const end = position.skip + shown.length;
  return {
    files: shown,
    patch,
    ...(cut && { cut }),
    ...(shown.length < left && { nextCursor: cursorAt(question, end) }),
  };
}

/** As many files as have their patch within the budget; a single one that has not is cut. */
function firstFiles(patches: readonly string[], files: readonly ChangedFile[], truncated: boolean) {
  const whole = truncated ? patches.slice(0, -1) : patches;
  const kept: string[] = [];
  let room = PAYLOAD_BYTES;
  for (const [index, patch] of whole.entries()) {
    const size =
      Buffer.byteLength(JSON.stringify(patch)) + Buffer.byteLength(JSON.stringify(files[index] ?? '')) * 2;
    if (size > room) break;
    room -= size;
    kept.push(patch);
  }
  // Files without a patch of their own, as unmerged ones, come with the last page.
  if (kept.length === patches.length) return { shown: [...files], patch: kept.join(''), cut: false };
  if (kept.length > 0) return { shown: files.slice(0, kept.length), patch: kept.join(''), cut: false };
  return { shown: files.slice(0, 1), patch: keptText(patches[0] ?? '', PAYLOAD_BYTES - 8_192), cut: true };
}
