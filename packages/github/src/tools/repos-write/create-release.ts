import * as z from 'zod';
import { Release, releaseOf, releaseTexts } from '../../repository/releases.ts';
import { owner, ref, repo } from '../../schema/names.ts';
import { present } from '../../schema/present.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const createRelease = defineGitHubTool({
  name: 'create_release',
  title: 'Create a release',
  toolset: 'repos_write',
  description:
    'Publish a release of a tag, made at target if it is not there. generateNotes writes the notes.',
  effect: 'write',
  input: z.object({
    owner,
    repo,
    tag: ref,
    target: ref.optional(),
    name: z.string().max(256).optional(),
    body: z.string().max(125_000).optional(),
    draft: z.boolean().optional(),
    prerelease: z.boolean().optional(),
    generateNotes: z.boolean().optional(),
  }),
  output: Release,
  untrusted: releaseTexts,
  async run({ owner, repo, tag, target, name, body, draft, prerelease, generateNotes }, { request }) {
    const { data } = await request('POST /repos/{owner}/{repo}/releases', {
      owner,
      repo,
      tag_name: tag,
      ...present({
        target_commitish: target,
        name,
        body,
        draft,
        prerelease,
        generate_release_notes: generateNotes,
      }),
    });
    return { ...releaseOf(data, 8_000), url: data.html_url };
  },
});
