import * as z from 'zod';
import { Release, releaseOf, releaseTexts } from '../../repository/releases.ts';
import { owner, repo } from '../../schema/names.ts';
import { nextCursor, pageOf, paging } from '../../schema/paging.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const listReleases = defineGitHubTool({
  name: 'list_releases',
  title: 'List releases',
  toolset: 'repos_more',
  description: 'Releases, newest first, with the beginning of their notes.',
  effect: 'read',
  input: z.object({ owner, repo, ...paging }),
  output: z.object({ releases: z.array(Release), nextCursor }),
  untrusted: releaseTexts,
  async run(input, { request }) {
    const page = pageOf(input);
    const { owner, repo } = input;
    const { data, headers } = await request('GET /repos/{owner}/{repo}/releases', {
      owner,
      repo,
      ...page.query,
    });
    return { releases: data.map((release) => releaseOf(release, 500)), ...page.next(headers) };
  },
});
