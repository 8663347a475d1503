import * as z from 'zod';
import { ChangedFile, changedFiles } from '../../repository/changed-files.ts';
import { Commit, commitOf } from '../../repository/commits.ts';
import { owner, ref, repo } from '../../schema/names.ts';
import { nextCursor, pageOf, paging } from '../../schema/paging.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const getCommit = defineGitHubTool({
  name: 'get_commit',
  title: 'Get a commit',
  toolset: 'repos',
  description: 'A commit and its files; full_patch: up to 48 KB of patches.',
  effect: 'read',
  input: z.object({
    owner,
    repo,
    sha: ref,
    detail: z.enum(['none', 'stats', 'full_patch']).optional(),
    ...paging,
  }),
  output: z.object({ commit: Commit, files: z.array(ChangedFile).optional(), nextCursor }),
  untrusted: ['message', 'author', 'filename', 'patch'],
  async run(input, context) {
    const page = pageOf(input);
    const { owner, repo, sha, detail = 'stats' } = input;
    await context.lockdown.demandRef(context, input, sha);
    const { data, headers } = await context.request('GET /repos/{owner}/{repo}/commits/{ref}', {
      owner,
      repo,
      ref: sha,
      ...(detail === 'none' ? { per_page: 1 } : page.query),
    });
    const { total: _, ...stats } = data.stats ?? {};
    return {
      commit: { ...commitOf(data, 8_000), parents: data.parents.map((parent) => parent.sha), ...stats },
      ...(detail !== 'none' && {
        files: changedFiles(data.files ?? [], detail === 'full_patch'),
        ...page.next(headers),
      }),
    };
  },
});
