import * as z from 'zod';
import { Release, releaseOf, releaseTexts } from '../../repository/releases.ts';
import { owner, ref, repo } from '../../schema/names.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const getReleaseByTag = defineGitHubTool({
  name: 'get_release_by_tag',
  title: 'Get a release by its tag',
  toolset: 'repos_more',
  description: 'The published release of a tag, with its notes.',
  effect: 'read',
  input: z.object({ owner, repo, tag: ref }),
  output: Release,
  untrusted: releaseTexts,
  async run(input, { request }) {
    const { data } = await request('GET /repos/{owner}/{repo}/releases/tags/{tag}', input);
    return releaseOf(data, 32_000);
  },
});
