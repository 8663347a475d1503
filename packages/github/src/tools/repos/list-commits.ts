import * as z from 'zod';
import { Commit, commitOf } from '../../repository/commits.ts';
import { filePath, owner, ref, repo, text, time } from '../../schema/names.ts';
import { nextCursor, pageOf, paging } from '../../schema/paging.ts';
import { present } from '../../schema/present.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const listCommits = defineGitHubTool({
  name: 'list_commits',
  title: 'List commits',
  toolset: 'repos',
  description: 'Commits of a ref (sha), newest first.',
  effect: 'read',
  input: z.object({
    owner,
    repo,
    sha: ref.optional(),
    path: filePath.optional(),
    author: text(1, 200).optional(),
    since: time.optional(),
    until: time.optional(),
    ...paging,
  }),
  output: z.object({ commits: z.array(Commit), nextCursor }),
  untrusted: ['message', 'author'],
  async run(input, context) {
    const page = pageOf(input);
    const { owner, repo, sha, path, author, since, until } = input;
    await context.lockdown.demandRef(context, input, sha);
    const { data, headers } = await context.request('GET /repos/{owner}/{repo}/commits', {
      owner,
      repo,
      ...present({ sha, path, author, since, until }),
      ...page.query,
    });
    return { commits: data.map((commit) => commitOf(commit)), ...page.next(headers) };
  },
});
