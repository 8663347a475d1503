import * as z from 'zod';
import { hasNext, pageOf, placeOf } from '../../answers/page.ts';
import { lineOf } from '../../people/text.ts';
import { login } from '../../schema/names.ts';
import { nextCursor, paging } from '../../schema/paging.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

const Row = z.looseObject({ full_name: z.string(), description: z.string().nullish() });
const Starred = z.array(z.union([z.object({ repo: Row }), Row]));

export const listStarredRepositories = defineGitHubTool({
  name: 'list_starred_repositories',
  title: 'List starred repositories',
  toolset: 'social',
  description: 'Repositories that a user starred; the account where username is left out.',
  effect: 'read',
  untrusted: ['description'],
  input: z.object({ username: login.optional(), ...paging }),
  output: z.object({ repositories: z.array(z.looseObject({ repo: z.string() })), nextCursor }),
  async run({ after, ...asked }, { request, permits }) {
    const question = ['list_starred_repositories', asked];
    const place = placeOf(question, after);
    const { username, perPage = 30 } = asked;
    const query = { per_page: perPage, page: place.page };
    const { data, headers } =
      username === undefined
        ? await request('GET /user/starred', query)
        : await request('GET /users/{username}/starred', { ...query, username });
    const rows = Starred.parse(data)
      .map((one) => Row.parse('repo' in one ? one.repo : one))
      .filter(({ full_name }) => permits?.({ repo: [full_name.toLowerCase()] }) ?? true)
      .map(({ full_name, description }) => ({
        repo: full_name,
        ...(description && { description: lineOf(description) }),
      }));
    const { items, ...next } = pageOf(rows, place, { question, more: hasNext(headers) });
    return { repositories: [...items], ...next };
  },
});
