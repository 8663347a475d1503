import { boundText, showHidden } from '@portolan/runtime/untrusted-text';
import * as z from 'zod';
import { lineOf } from '../../repository/find-lines.ts';
import { demandNarrow, permitted, repositoriesIn } from '../../repository/search-scope.ts';
import { text } from '../../schema/names.ts';
import { nextCursor, pageOf, paging } from '../../schema/paging.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

/** Fragments of GitHub are about 200 characters. */
const maxFragmentBytes = 1_000;
/** One request a file, so only so many are looked into. */
const maxLined = 10;

export const searchCode = defineGitHubTool({
  name: 'search_code',
  title: 'Search code',
  toolset: 'repos',
  description: 'Find code on default branches, as `addClass repo:owner/name`. lines: with line numbers.',
  effect: 'read',
  input: z.object({ query: text(1, 256), lines: z.boolean().optional(), ...paging }),
  output: z.object({
    total_count: z.int(),
    items: z.array(
      z.looseObject({
        repository: z.string(),
        path: z.string(),
        fragments: z.array(z.unknown()),
      }),
    ),
    nextCursor,
  }),
  untrusted: ['path', 'text'],
  constrained: ({ query }) => ({ repo: repositoriesIn(query) }),
  async run(input, context) {
    demandNarrow(input.query, context);
    const page = pageOf(input);
    const { data, headers } = await context.request('GET /search/code', {
      q: input.query,
      ...page.query,
      mediaType: { format: 'text-match' },
    });
    const found = permitted(data.items, ({ repository }) => repository.full_name, context);
    const items = await Promise.all(
      found.map(async (item, index) => {
        const texts = (item.text_matches ?? []).map(({ fragment = '' }) => fragment);
        const line = input.lines && index < maxLined ? await lineOf(context, item) : () => undefined;
        const fragments = texts.map((text) => {
          const at = line(text);
          const shown = boundText(showHidden(text), maxFragmentBytes).text;
          return at === undefined ? { text: shown } : { text: shown, line: at };
        });
        return {
          repository: item.repository.full_name,
          path: showHidden(item.path),
          sha: item.sha,
          fragments,
        };
      }),
    );
    return {
      total_count: data.total_count,
      items,
      ...(data.incomplete_results && { incomplete_results: true }),
      ...page.next(headers),
    };
  },
});
