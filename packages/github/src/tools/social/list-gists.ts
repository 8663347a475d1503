import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { hasNext, pageOf, placeOf } from '../../answers/page.ts';
import { login, time } from '../../schema/names.ts';
import { nextCursor, paging } from '../../schema/paging.ts';
import { GistRow, gistRow } from '../../social/gist.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const listGists = defineGitHubTool({
  name: 'list_gists',
  title: 'List gists',
  toolset: 'social',
  description: 'Gists of a user; of the account where username is left out.',
  effect: 'read',
  untrusted: ['description', 'files'],
  input: z.object({ username: login.optional(), since: time.optional(), ...paging }),
  output: z.object({ gists: z.array(GistRow), nextCursor }),
  async run({ after, ...asked }, { request, lockdown }) {
    if (lockdown.on) fail('forbidden', 'Gists are not shown in lockdown.');
    const question = ['list_gists', asked];
    const place = placeOf(question, after);
    const { username, since, perPage = 30 } = asked;
    const query = { per_page: perPage, page: place.page, ...(since && { since }) };
    const { data, headers } =
      username === undefined
        ? await request('GET /gists', query)
        : await request('GET /users/{username}/gists', { ...query, username });
    const { items, ...next } = pageOf(data.map(gistRow), place, { question, more: hasNext(headers) });
    return { gists: [...items], ...next };
  },
});
