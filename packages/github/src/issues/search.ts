import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { hasNext, pageOf, placeOf } from '../answers/page.ts';
import { authorOf } from '../people/author.ts';
import { demandNarrow, repositoriesIn } from '../repository/search-scope.ts';
import { owner, repo } from '../schema/names.ts';
import { paging } from '../schema/paging.ts';
import type { ToolContext } from '../services.ts';
import { IssueRow, issueRow } from './issue-row.ts';

/** The arguments of both searches. */
const searchInput = z.object({
  query: z.string(),
  owner: owner.optional(),
  repo: repo.optional(),
  sort: z.enum(['comments', 'reactions', 'interactions', 'created', 'updated']).optional(),
  order: z.enum(['asc', 'desc']).optional(),
  ...paging,
});

/** What a policy may constrain of a search: the repository of the arguments and those the query names. */
const searched = ({ query, owner, repo }: z.output<typeof searchInput>) => ({
  repo: [...(owner && repo ? [`${owner}/${repo}`.toLowerCase()] : []), ...repositoriesIn(query)],
});

/** What is the same of both searches. */
export const issueSearch = {
  effect: 'read',
  untrusted: ['title', 'labels', 'milestone'],
  input: searchInput,
  constrained: searched,
} as const;

/** A row that also says of which repository. */
export const FoundIssue = IssueRow.extend({ repo: z.string() });

/** Searches issues or pull requests, in one repository, of one owner, or everywhere. */
export async function searchIssuesOfKind(
  kind: 'issue' | 'pr',
  { after, ...search }: z.output<typeof searchInput>,
  context: ToolContext,
) {
  demandNarrow(search.query, context);
  const question = [kind, search];
  const place = placeOf(question, after);
  const { data, headers } = await context.request('GET /search/issues', {
    q: scoped(kind, search),
    ...(search.sort && { sort: search.sort }),
    ...(search.order && { order: search.order }),
    per_page: search.perPage ?? 30,
    page: place.page,
  });
  const allowed = await Promise.all(
    data.items.map((item) => {
      const name = repositoryIn(item.repository_url);
      return (context.permits?.({ repo: [name.toLowerCase()] }) ?? true) && mayShow(name, item, context);
    }),
  );
  const rows = data.items
    .filter((_, index) => allowed[index])
    .map((item) => ({ ...issueRow(item), repo: repositoryIn(item.repository_url) }));
  const { items, ...next } = pageOf(rows, place, { question, more: hasNext(headers) });
  return {
    total: data.total_count,
    ...(data.incomplete_results && { incomplete: true }),
    items: [...items],
    ...next,
  };
}

function scoped(
  kind: 'issue' | 'pr',
  { query, owner, repo }: { query: string; owner?: string | undefined; repo?: string | undefined },
): string {
  if (repo !== undefined && owner === undefined) fail('invalid_arguments', 'repo needs owner beside it.');
  const where = owner === undefined ? [] : [repo === undefined ? `user:${owner}` : `repo:${owner}/${repo}`];
  return [query, `is:${kind}`, ...where].join(' ').trim();
}

function mayShow(name: string, item: Parameters<typeof authorOf>[0], context: ToolContext): Promise<boolean> {
  const [owner = '', repo = ''] = name.split('/');
  return context.lockdown.mayShow(context, { owner, repo }, authorOf(item));
}

/** `owner/repo` of the address GitHub gives a repository. */
export const repositoryIn = (url: string): string => /\/repos\/([^/]+\/[^/]+)$/.exec(url)?.[1] ?? '';
