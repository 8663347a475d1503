import { fail, makeCursor, payloadBytes, readCursor } from '@portolan/runtime';
import { fitHunks, type HunkPlace } from '../diff/fit-hunks.ts';
import { parsePatch } from '../diff/parse-patch.ts';
import { nameOf } from '../people/text.ts';
import { globOf, isGlob } from '../schema/glob.ts';
import type { ToolContext } from '../services.ts';
import { type FileRow, fileRow } from './file-row.ts';
import { missingPatch } from './missing-patch.ts';
import { FILES_A_PAGE, filesOf, type PullFile, type WhichPull } from './pull-files.ts';

export interface DiffQuestion {
  readonly which: WhichPull;
  readonly path: string | undefined;
  /** From 1. */
  readonly hunk: number | undefined;
  readonly cursor: string | undefined;
  readonly headSha: string;
  readonly budget: number;
}

/** Where an answer begins: how many files are before it, and where in the patch of the next one. */
interface DiffPlace extends HunkPlace {
  readonly file: number;
}

interface DiffPage {
  readonly files: FileRow[];
  readonly nextCursor?: string;
}

/** One answer of changed files, with patches where a path is asked for. */
export async function readDiffPage(question: DiffQuestion, context: ToolContext): Promise<DiffPage> {
  const { which, path } = question;
  const start = placeOf(question);
  const wanted = path === undefined ? () => true : globOf(path);
  const single = path !== undefined && !isGlob(path);
  const files: FileRow[] = [];
  let room = question.budget;
  let index = start.file - (start.file % FILES_A_PAGE);
  for await (const file of filesOf(which, context, index / FILES_A_PAGE + 1)) {
    const place = { file: index++, hunk: 0, line: 0 };
    if (place.file < start.file || !wanted(file.filename)) continue;
    const from = place.file === start.file ? start : { ...place, hunk: (question.hunk ?? 1) - 1 };
    const { row, next } =
      path === undefined
        ? { row: fileRow(file) }
        : await patched(file, from, room, single, question, context);
    room -= payloadBytes(row ?? '');
    if (row === undefined || (room < 0 && files.length > 0))
      return { files, nextCursor: cursorAt(question, from) };
    files.push(row);
    if (next) return { files, nextCursor: cursorAt(question, { file: place.file, ...next }) };
    if (single) return { files };
  }
  if (single && files.length === 0) notChanged(path);
  return { files };
}

/** A file with its patch; without a row where there is no room for a line of it. */
async function patched(
  file: PullFile,
  from: HunkPlace,
  room: number,
  single: boolean,
  { which }: DiffQuestion,
  context: ToolContext,
): Promise<{ readonly row?: FileRow; readonly next?: HunkPlace }> {
  const row = fileRow(file);
  const found =
    file.patch === undefined ? await missingPatch(file, single, which, context) : { patch: file.patch };
  if (found.patch === undefined) return { row: { ...row, noPatch: found.why } };
  const hunks = parsePatch(found.patch);
  if (hunks.length === 0) return { row: { ...row, noPatch: 'no lines changed' } };
  if (from.hunk >= hunks.length) {
    fail('invalid_arguments', `The patch of "${nameOf(file.filename)}" has ${hunks.length} hunks.`);
  }
  const fitted = fitHunks(hunks, from, room - payloadBytes(row) - 100);
  if (fitted === undefined) return {};
  const { patch, hunks: which_, next } = fitted;
  return { row: { ...row, patch, hunks: which_ }, ...(next && { next }) };
}

/** @throws ToolError `conflict` where the pull request has new commits since the cursor was made */
function placeOf({ which, path, hunk, cursor, headSha }: DiffQuestion): DiffPlace {
  if (cursor === undefined) return { file: 0, hunk: (hunk ?? 1) - 1, line: 0 };
  const [head, ...rest] = readCursor(['diff', which, path, hunk], cursor, 4);
  const [file = -1, fromHunk = -1, line = -1] = rest.map(Number);
  if (![file, fromHunk, line].every((count) => Number.isSafeInteger(count) && count >= 0)) {
    fail('invalid_arguments', 'The cursor is not one of this server.');
  }
  if (head !== headSha) {
    fail('conflict', 'The pull request has new commits since the answer before.', {
      next: 'Call again without after, to see the diff as it is now.',
      data: { headSha },
    });
  }
  return { file, hunk: fromHunk, line };
}

const cursorAt = ({ which, path, hunk, headSha }: DiffQuestion, place: DiffPlace): string =>
  makeCursor(['diff', which, path, hunk], [headSha, `${place.file}`, `${place.hunk}`, `${place.line}`]);

const notChanged = (path: string): never =>
  fail('not_found', `The pull request does not change "${nameOf(path)}".`, {
    next: 'Call without path for the list of changed files.',
  });
