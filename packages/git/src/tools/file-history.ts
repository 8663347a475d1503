import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { readCommitsWithFiles } from '../reading/commits-with-files.ts';
import { cutText } from '../reading/cut-text.ts';
import { cursor, limit, nextCursor, path, repo_path, revision } from '../reading/fields.ts';
import { pageOf, positionOf } from '../reading/page.ts';
import { permitted } from '../reading/permitted.ts';
import { checkPath, checkRevision } from '../running/grammar.ts';
import { defineGitTool } from './define-git-tool.ts';

export const fileHistory = defineGitTool({
  name: 'file_history',
  title: 'File history',
  toolset: 'history',
  description:
    'Commits that changed one file, through its renames, with its name at that time and the lines changed.',
  effect: 'read',
  input: z.object({ repo_path, path, revision, max_count: limit(50, 500), cursor }),
  output: z.object({
    commits: z.array(
      z.object({
        commit: z.string(),
        author: z.string(),
        date: z.string(),
        subject: z.string(),
        path: z.string().optional(),
        from: z.string().optional(),
        added: z.number().optional(),
        deleted: z.number().optional(),
      }),
    ),
    nextCursor,
  }),
  run: async ({ path, revision, max_count, cursor }, repository) => {
    const name = checkPath(repository.top, path);
    if (name === '') fail('invalid_arguments', 'path is the whole repository.', { next: 'Name one file.' });
    const question = ['file_history', repository.top, name, revision];
    const position = positionOf(question, cursor);
    // With --follow git counts what it skips before it filters, so skipping is done here.
    const count = position.skip + max_count + 1;
    const { commits } = await readCommitsWithFiles(repository, [
      '--follow',
      `--max-count=${count}`,
      '--end-of-options',
      checkRevision(revision),
      '--',
      name,
    ]);
    if (commits.length === 0) {
      fail('not_found', 'No commit changed a file at path, as seen from revision.', {
        next: 'Take path from list_files, or pass an older revision for a file that was deleted.',
      });
    }
    const found = commits.slice(position.skip).map(({ files: [file], ...about }) => ({
      ...about,
      path: name,
      subject: cutText(about.subject, 400),
      ...file,
    }));
    const { items, ...next } = pageOf(found, { ...position, question, limit: max_count });
    return { commits: [...permitted(repository, items)], ...next };
  },
});
