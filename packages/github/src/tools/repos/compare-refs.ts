import * as z from 'zod';
import { ChangedFile, changedFiles } from '../../repository/changed-files.ts';
import { Commit, commitOf } from '../../repository/commits.ts';
import { owner, ref, repo } from '../../schema/names.ts';
import { nextCursor, pageOf, paging } from '../../schema/paging.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

/** GitHub lists no more files of a comparison, and them on the first page only. */
const maxFiles = 300;

export const compareRefs = defineGitHubTool({
  name: 'compare_refs',
  title: 'Compare refs',
  toolset: 'repos',
  description: 'Commits, and on the first page files, that head has and base not.',
  effect: 'read',
  input: z.object({ owner, repo, base: ref, head: ref, patches: z.boolean().optional(), ...paging }),
  output: z.looseObject({
    ahead_by: z.int(),
    commits: z.array(Commit),
    files: z.array(ChangedFile).optional(),
    nextCursor,
  }),
  untrusted: ['message', 'author', 'filename', 'patch'],
  async run(input, context) {
    const page = pageOf(input);
    const { owner, repo, base, head, patches = false, after } = input;
    await context.lockdown.demandRef(context, input, base);
    await context.lockdown.demandRef(context, input, head);
    const { data, headers } = await context.request('GET /repos/{owner}/{repo}/compare/{basehead}', {
      owner,
      repo,
      basehead: `${base}...${head}`,
      ...page.query,
    });
    const files = data.files ?? [];
    return {
      status: data.status,
      ahead_by: data.ahead_by,
      behind_by: data.behind_by,
      merge_base: data.merge_base_commit.sha,
      commits: data.commits.map((commit) => commitOf(commit)),
      ...(after === undefined && { files: changedFiles(files, patches) }),
      ...(after === undefined && files.length >= maxFiles && { files_truncated: true }),
      ...page.next(headers),
    };
  },
});
