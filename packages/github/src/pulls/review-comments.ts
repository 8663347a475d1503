import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { commentableLines, parsePatch, rangesOf } from '../diff/parse-patch.ts';
import { body } from '../issues/fields.ts';
import { nameOf } from '../people/text.ts';
import { number } from '../schema/names.ts';
import type { ToolContext } from '../services.ts';
import { filesOf, type WhichPull } from './pull-files.ts';

/** A comment of a review, on a line or on lines up to one. */
export const ReviewComment = z.object({
  path: z.string(),
  line: number,
  side: z.enum(['LEFT', 'RIGHT']).optional(),
  startLine: number.optional(),
  body: body.optional(),
  suggestion: body.optional(),
});

export type ReviewComment = z.output<typeof ReviewComment>;

type Lines = ReturnType<typeof commentableLines>;

/**
 * Looks whether GitHub would take every comment, so that a review fails before it is sent and says where its
 * comments can be.
 *
 * @throws ToolError `invalid_arguments`
 */
export async function checkComments(
  which: WhichPull,
  comments: readonly ReviewComment[],
  context: ToolContext,
): Promise<void> {
  comments.forEach(checkForm);
  const missing = new Set(comments.map(({ path }) => path));
  const lines = new Map<string, Lines | undefined>();
  for await (const file of filesOf(which, context)) {
    if (!missing.delete(file.filename)) continue;
    // Without a patch there is nothing to check against; GitHub decides.
    lines.set(file.filename, file.patch === undefined ? undefined : commentableLines(parsePatch(file.patch)));
    if (missing.size === 0) break;
  }
  comments.forEach((comment, index) => {
    if (!lines.has(comment.path)) {
      fail(
        'invalid_arguments',
        `comments[${index}]: the pull request does not change "${nameOf(comment.path)}".`,
        {
          next: 'Take the path from get_pull_request_diff.',
        },
      );
    }
    const known = lines.get(comment.path);
    if (known) checkLines(comment, index, known);
  });
}

function checkForm({ line, startLine, side, body, suggestion }: ReviewComment, index: number): void {
  const wrong = (problem: string) => fail('invalid_arguments', `comments[${index}]: ${problem}`);
  if (!body && suggestion === undefined) wrong('it has neither body nor suggestion.');
  if (startLine !== undefined && startLine > line) wrong('startLine comes after line.');
  if (suggestion !== undefined && side === 'LEFT')
    wrong('a suggestion can only replace lines of side RIGHT.');
}

function checkLines(
  { path, line, startLine = line, side = 'RIGHT' }: ReviewComment,
  index: number,
  lines: Lines,
): void {
  const known = lines[side];
  const hunk = known.get(line);
  const shown = Array.from({ length: Math.min(line - startLine, 10_000) + 1 }, (_, n) => startLine + n);
  if (hunk !== undefined && shown.every((number) => known.get(number) === hunk)) return;
  const where = startLine === line ? `line ${line} is` : `lines ${startLine}-${line} are`;
  fail(
    'invalid_arguments',
    `comments[${index}]: ${where} not within one hunk of "${nameOf(path)}" on ${side}.`,
    {
      next: `Lines of that side that can be commented: ${rangesOf(known.keys()).slice(0, 500) || 'none'}.`,
      data: { index },
    },
  );
}

/** As GitHub takes it; a suggestion is a fenced block in the text, with a fence longer than any inside it. */
export function sentComment({ path, line, side = 'RIGHT', startLine, body, suggestion }: ReviewComment) {
  const fence = '`'.repeat(
    Math.max(3, ...[...(suggestion ?? '').matchAll(/`+/g)].map(([run]) => run.length + 1)),
  );
  const end = suggestion === undefined || suggestion === '' || suggestion.endsWith('\n') ? '' : '\n';
  const block = suggestion === undefined ? [] : [`${fence}suggestion\n${suggestion}${end}${fence}`];
  return {
    path,
    line,
    side,
    body: [...(body ? [body] : []), ...block].join('\n\n'),
    ...(startLine !== undefined && startLine < line && { start_line: startLine, start_side: side }),
  };
}
