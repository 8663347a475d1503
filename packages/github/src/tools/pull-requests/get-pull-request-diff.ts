import { fail, PAYLOAD_BYTES } from '@portolan/runtime';
import * as z from 'zod';
import { pullNumber } from '../../issues/fields.ts';
import { readDiffPage } from '../../pulls/diff-page.ts';
import { FileRow } from '../../pulls/file-row.ts';
import { readPull } from '../../pulls/read-pull.ts';
import { number, owner, repo } from '../../schema/names.ts';
import { nextCursor, paging } from '../../schema/paging.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const getPullRequestDiff = defineGitHubTool({
  name: 'get_pull_request_diff',
  title: 'Get the diff of a pull request',
  toolset: 'pull_requests',
  description: 'Changed files; with path (a file, or a glob such as src/**) their patches, from hunk on.',
  effect: 'read',
  untrusted: ['path', 'previous', 'patch'],
  input: z.object({
    owner,
    repo,
    pullNumber,
    path: z.string().optional(),
    hunk: number.optional(),
    after: paging.after,
  }),
  output: z.looseObject({
    headSha: z.string(),
    files: z.array(FileRow),
    nextCursor,
  }),
  async run({ after: cursor, ...asked }, context) {
    const which = { owner: asked.owner, repo: asked.repo, pull_number: asked.pullNumber };
    if (asked.hunk !== undefined && asked.path === undefined) {
      fail('invalid_arguments', 'hunk needs path: the file whose hunks are counted.');
    }
    const pull = await readPull(which, context);
    const page = await readDiffPage(
      { which, path: asked.path, hunk: asked.hunk, cursor, headSha: pull.head.sha, budget: PAYLOAD_BYTES },
      context,
    );
    return {
      headSha: pull.head.sha,
      changedFiles: pull.changed_files,
      ...page,
    };
  },
});
