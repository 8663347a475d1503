import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { gist_id } from '../../social/gist.ts';
import { changeOnce } from '../../writing/unknown-outcome.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const writeGist = defineGitHubTool({
  name: 'write_gist',
  title: 'Write a gist',
  toolset: 'social',
  description: 'Create a gist, secret unless public; with gist_id change its files: null removes one.',
  effect: 'write',
  destructive: true,
  input: z.object({
    gist_id: gist_id.optional(),
    files: z.record(z.string(), z.string().nullable()),
    description: z.string().optional(),
    public: z.boolean().optional(),
  }),
  output: z.object({ id: z.string(), url: z.string(), created: z.boolean() }),
  async run({ gist_id, files, description, public: isPublic = false }, context) {
    const said = description === undefined ? {} : { description };
    if (gist_id !== undefined) {
      // A file with neither content nor name is one to remove.
      const changed = Object.entries(files).map(([name, content]) => [
        name,
        content === null ? {} : { content },
      ]);
      const body = { ...said, files: Object.fromEntries(changed) };
      const { data } = await context
        .with({ idempotent: true })
        .request('PATCH /gists/{gist_id}', { gist_id, ...body });
      return { id: data.id ?? gist_id, url: data.html_url ?? '', created: false };
    }
    const made = Object.entries(files).map(([name, content]) => [
      name,
      { content: content ?? fail('invalid_arguments', 'A new gist has no file to remove.') },
    ]);
    const { data } = await changeOnce(
      () => context.request('POST /gists', { ...said, public: isPublic, files: Object.fromEntries(made) }),
      { check: 'Check with list_gists whether it is there before you call again.' },
    );
    return { id: data.id ?? '', url: data.html_url ?? '', created: true };
  },
});
