import { fitting } from '@portolan/runtime';
import { hasNext, pageOf, placeOf } from '../answers/page.ts';
import { authorOf } from '../people/author.ts';
import { permitted } from '../repository/search-scope.ts';
import type { ToolContext } from '../services.ts';
import { commentOf } from './comment.ts';
import { issueRow } from './issue-row.ts';
import { repositoryIn } from './search.ts';
import { readEvents, sourceOf, writerOf } from './timeline.ts';

export interface Which {
  readonly owner: string;
  readonly repo: string;
  readonly issue_number: number;
}

/** What an answer shows of a part, and whether there is more of it. */
export interface Part<Item> {
  readonly items: Item[];
  readonly cut: boolean;
}

/** Bytes of one part. */
const PART_BYTES = 4_000;
const EVENT_PAGES = 3;
const COMMENTS = 50;

const partOf = <Item>(items: readonly Item[], more: boolean): Part<Item> => {
  const kept = fitting(items, PART_BYTES);
  return { items: [...kept], cut: more || kept.length < items.length };
};

/** The issues below an issue. */
export async function readSubIssues(which: Which, context: ToolContext) {
  const { data, headers } = await context.request(
    'GET /repos/{owner}/{repo}/issues/{issue_number}/sub_issues',
    {
      ...which,
      per_page: 100,
    },
  );
  const allowed = permitted(data, ({ repository_url }) => repositoryIn(repository_url), context);
  const shown = await context.lockdown.shown(context, which, allowed, authorOf);
  const rows = shown.map((issue) => ({ ...issueRow(issue), repo: repositoryIn(issue.repository_url) }));
  return partOf(rows, hasNext(headers));
}

/** What happened to an issue, and what points to it; the first 300 events. */
export async function readTimeline(which: Which, context: ToolContext) {
  const { request, lockdown } = context;
  const events: unknown[] = [];
  let more = true;
  for (let page = 1; more && page <= EVENT_PAGES; page += 1) {
    const { data, headers } = await request('GET /repos/{owner}/{repo}/issues/{issue_number}/timeline', {
      ...which,
      per_page: 100,
      page,
    });
    events.push(...data);
    more = hasNext(headers);
  }
  // What points here may lie in repositories that the policy does not allow: nothing of it is told.
  const allowed = permitted(events, (event) => sourceOf(event) ?? `${which.owner}/${which.repo}`, context);
  // Also the name of a repository is somebody's words.
  const pointing = allowed.filter((event) => writerOf(event) !== undefined);
  const own = new Set(await lockdown.shown(context, which, pointing, (event) => writerOf(event)?.author));
  const { timeline, links } = readEvents(
    allowed.filter((event) => writerOf(event) === undefined || own.has(event)),
    !lockdown.on,
  );
  return { timeline: partOf(timeline, more), links: partOf(links, more) };
}

/** A page of comments, as many as there is room for. */
export async function readComments(
  which: Which,
  cursor: string | undefined,
  budget: number,
  context: ToolContext,
) {
  const question = ['comments', which];
  const place = placeOf(question, cursor);
  const { data, headers } = await context.request(
    'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
    {
      ...which,
      per_page: COMMENTS,
      page: place.page,
    },
  );
  const shown = await context.lockdown.shown(context, which, data, authorOf);
  const { items, ...next } = pageOf(shown.map(commentOf), place, {
    question,
    more: hasNext(headers),
    budget,
  });
  return { comments: [...items], ...next };
}
