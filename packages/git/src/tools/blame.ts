import { fail, fitting, ToolError } from '@portolan/runtime';
import * as z from 'zod';
import { parseBlame } from '../reading/blame.ts';
import { resolveRevision } from '../reading/commits.ts';
import { cutText } from '../reading/cut-text.ts';
import { limit, path, repo_path, start_line } from '../reading/fields.ts';
import { checkPath, checkRevision } from '../running/grammar.ts';
import { defineGitTool } from './define-git-tool.ts';

/** Bytes of one line that are shown. */
const LINE_BYTES = 1_000;
/** Lines of one answer. */
const MAX_LINES = 300;
/** Lines of one range, so that a page can end inside a long one. */
const RANGE_LINES = 50;

export const blame = defineGitTool({
  name: 'blame',
  title: 'Blame',
  toolset: 'read',
  description:
    'Who changed each line last, as ranges; of the work tree unless a revision is given. Goes on at nextLine.',
  effect: 'read',
  input: z.object({
    repo_path,
    path,
    revision: z.string().optional(),
    start_line,
    max_lines: limit(MAX_LINES, MAX_LINES),
  }),
  output: z.object({
    ranges: z.array(
      z.object({
        start: z.number(),
        commit: z.string(),
        author: z.string(),
        date: z.string(),
        subject: z.string(),
        from: z.string().optional(),
        lines: z.array(z.string()),
      }),
    ),
    nextLine: z.number().optional(),
  }),
  run: async ({ path, revision, start_line, max_lines }, repository) => {
    const name = checkPath(repository.top, path);
    // An id can be no option; `git blame` does not know `--end-of-options`.
    const at = revision === undefined ? [] : [await resolveRevision(repository, checkRevision(revision))];
    const lines = `${start_line},${start_line + max_lines}`;
    const { stdout } = await repository
      .git(['blame', '--line-porcelain', '--no-textconv', '-M', '-L', lines, ...at, '--', name])
      .catch((error: unknown) => refuseLines(error, start_line));
    const ranges = parseBlame(stdout, name)
      .map(({ from, ...range }) => ({
        ...range,
        ...(from !== undefined && repository.permits(from) && { from }),
      }))
      .flatMap(shortRanges);
    const shown = fitting(inPage(ranges, start_line + max_lines));
    const last = shown.at(-1);
    const next = last === undefined ? start_line : last.start + last.lines.length;
    const end = ranges.reduce((most, range) => Math.max(most, range.start + range.lines.length), 0);
    return { ranges: [...shown], ...(next < end && { nextLine: next }) };
  },
});

type Range = ReturnType<typeof parseBlame>[number];

const shortRanges = (range: Range): readonly Range[] =>
  Array.from({ length: Math.ceil(range.lines.length / RANGE_LINES) }, (_, index) => ({
    ...range,
    author: cutText(range.author, 200),
    subject: cutText(range.subject, 200),
    start: range.start + index * RANGE_LINES,
    lines: range.lines
      .slice(index * RANGE_LINES, (index + 1) * RANGE_LINES)
      .map((line) => cutText(line, LINE_BYTES)),
  }));

/** Without the line that was only asked for to know whether more follow. */
const inPage = (ranges: readonly Range[], end: number): readonly Range[] =>
  ranges
    .map((range) => ({ ...range, lines: range.lines.slice(0, Math.max(0, end - range.start)) }))
    .filter(({ lines }) => lines.length > 0);

function refuseLines(error: unknown, start: number): never {
  const git = error instanceof ToolError ? error.data?.git : undefined;
  if (typeof git === 'string' && /has only \d+ lines?/.test(git)) {
    fail('invalid_arguments', `start_line ${start} is after the end of the file.`, { data: { git } });
  }
  throw error;
}
