import { showHidden } from '@portolan/runtime/untrusted-text';
import * as z from 'zod';
import { owner, repo } from '../../schema/names.ts';
import { nextCursor, pageOf, paging } from '../../schema/paging.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const listTags = defineGitHubTool({
  name: 'list_tags',
  title: 'List tags',
  toolset: 'repos',
  description: 'Tags with the commit they point to.',
  effect: 'read',
  input: z.object({ owner, repo, ...paging }),
  output: z.object({ tags: z.array(z.looseObject({ name: z.string() })), nextCursor }),
  untrusted: ['name'],
  async run(input, { request }) {
    const page = pageOf(input);
    const { owner, repo } = input;
    const { data, headers } = await request('GET /repos/{owner}/{repo}/tags', { owner, repo, ...page.query });
    return {
      tags: data.map(({ name, commit }) => ({ name: showHidden(name), sha: commit.sha })),
      ...page.next(headers),
    };
  },
});
