import { fail } from '@portolan/runtime';
import { refuseLongTexts } from './apply-edits.ts';
import { changeFile, type Edited, type EditOptions } from './edit-file.ts';
import type { Editable } from './editable.ts';
import { endingAt, withEnding } from './line-endings.ts';
import { linesOf } from './matching.ts';
import type { Writing } from './write-file.ts';

/** Lines to replace, counted from 1, both included. `endLine` = `startLine` - 1 inserts before `startLine`. */
export interface LineRange {
  readonly startLine: number;
  readonly endLine: number;
}

/**
 * Replaces a range of lines. The new text's last line gets an ending when lines follow, and the file's
 * line endings; an empty text removes the lines.
 *
 * @throws ToolError `invalid_arguments` when the range is not in the file, and what `editFile` throws
 */
export async function editLines(
  writing: Writing,
  path: string,
  range: LineRange,
  newText: string,
  options: EditOptions = {},
): Promise<Edited> {
  refuseLongTexts([newText]);
  const { result } = await changeFile(writing, path, options, (file, shown) => ({
    text: replaceLines(file, range, newText, shown),
    extra: undefined,
  }));
  return result;
}

function replaceLines(
  file: Editable,
  { startLine, endLine }: LineRange,
  newText: string,
  shown: string,
): string {
  const { text } = file;
  const lines = linesOf(text);
  const count = text === '' || text.endsWith('\n') ? lines.length - 1 : lines.length;
  checkRange(startLine, endLine, count, shown);
  const start = lines.at(startLine - 1)?.start ?? text.length;
  const end = lines.at(endLine)?.start ?? text.length;
  const ending = endingAt(text, start);
  const form = file.forms(newText)[0] ?? unwritable(file);
  const inserted = withEnding(form, ending);
  const needsBefore = inserted !== '' && start === text.length && text !== '' && !text.endsWith('\n');
  const needsAfter =
    inserted !== '' && !inserted.endsWith('\n') && (end < text.length || text.endsWith('\n'));
  return (
    text.slice(0, start) +
    (needsBefore ? ending : '') +
    inserted +
    (needsAfter ? ending : '') +
    text.slice(end)
  );
}

function checkRange(startLine: number, endLine: number, count: number, shown: string): void {
  const whole = Number.isSafeInteger(startLine) && Number.isSafeInteger(endLine);
  if (whole && startLine >= 1 && endLine >= startLine - 1 && endLine <= count && startLine <= count + 1)
    return;
  fail('invalid_arguments', `Lines ${startLine} to ${endLine} are not in ${shown}, which has ${count}.`, {
    next: `Give startLine from 1 to ${count + 1} and endLine from startLine - 1 to ${count}.`,
  });
}

const unwritable = (file: Editable): never =>
  fail('invalid_arguments', `newText has characters that the file’s encoding ${file.encoding} cannot hold.`);
