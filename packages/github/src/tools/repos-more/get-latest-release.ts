import * as z from 'zod';
import { Release, releaseOf, releaseTexts } from '../../repository/releases.ts';
import { owner, repo } from '../../schema/names.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const getLatestRelease = defineGitHubTool({
  name: 'get_latest_release',
  title: 'Get the latest release',
  toolset: 'repos_more',
  description: 'The latest release that is neither a draft nor a prerelease, with its notes.',
  effect: 'read',
  input: z.object({ owner, repo }),
  output: Release,
  untrusted: releaseTexts,
  async run(input, { request }) {
    const { data } = await request('GET /repos/{owner}/{repo}/releases/latest', input);
    return releaseOf(data, 32_000);
  },
});
