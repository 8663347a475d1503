import { fail, PAYLOAD_BYTES } from '@portolan/runtime';
import { boundText, showHidden } from '@portolan/runtime/untrusted-text';
import * as z from 'zod';
import { nameOf } from '../../people/text.ts';
import { GistRow, gist_id, gistRow } from '../../social/gist.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const getGist = defineGitHubTool({
  name: 'get_gist',
  title: 'Get a gist',
  toolset: 'social',
  description: 'A gist with its files, or one of them; what has no room is told by omitted.',
  effect: 'read',
  untrusted: ['description', 'files', 'name', 'text'],
  input: z.object({ gist_id, file: z.string().optional() }),
  output: z.object({
    gist: GistRow,
    contents: z.array(z.looseObject({ name: z.string(), text: z.string() })),
    truncated: z.boolean(),
  }),
  async run({ gist_id, file }, { request, lockdown }) {
    // Nobody but its owner has a gist to push to, and whose it is says nothing of trust.
    if (lockdown.on) fail('forbidden', 'Gists are not shown in lockdown.');
    const { data } = await request('GET /gists/{gist_id}', { gist_id });
    const wanted = Object.entries(data.files ?? {}).filter(([name]) => file === undefined || name === file);
    if (file !== undefined && wanted.length === 0) fail('not_found', 'The gist has no such file.');
    const room = Math.floor((PAYLOAD_BYTES - 2_000) / Math.max(1, Math.min(wanted.length, 20)));
    const contents = wanted.slice(0, 20).map(([name, given]) => {
      const { text, omitted } = boundText(showHidden(given?.content ?? ''), room);
      const more = omitted > 0 || given?.truncated === true;
      return { name: nameOf(name), text, ...(more && { omitted: true, bytes: given?.size }) };
    });
    const truncated = contents.length < wanted.length || contents.some(({ omitted }) => omitted === true);
    return { gist: gistRow(data), contents, truncated };
  },
});
