import * as z from 'zod';
import { Release, releaseOf, releaseTexts } from '../../repository/releases.ts';
import { id, owner, ref, repo } from '../../schema/names.ts';
import { present } from '../../schema/present.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const updateRelease = defineGitHubTool({
  name: 'update_release',
  title: 'Change a release',
  toolset: 'repos_write',
  description: 'Change what is given of a release; draft false publishes it.',
  effect: 'write',
  destructive: true,
  idempotent: true,
  input: z.object({
    owner,
    repo,
    release_id: id,
    tag: ref.optional(),
    name: z.string().max(256).optional(),
    body: z.string().max(125_000).optional(),
    draft: z.boolean().optional(),
    prerelease: z.boolean().optional(),
  }),
  output: Release,
  untrusted: releaseTexts,
  async run({ owner, repo, release_id, tag, name, body, draft, prerelease }, context) {
    const { request } = context.with({ idempotent: true });
    const { data } = await request('PATCH /repos/{owner}/{repo}/releases/{release_id}', {
      owner,
      repo,
      release_id,
      // An empty body is one that is taken away.
      ...(body !== undefined && { body }),
      ...present({ tag_name: tag, name, draft, prerelease }),
    });
    return { ...releaseOf(data, 8_000), url: data.html_url };
  },
});
