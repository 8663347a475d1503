import * as z from 'zod';
import type { Author } from '../lockdown/lockdown.ts';
import { lineOf } from '../people/text.ts';

/** What happened to an issue, beside comments. */
export interface TimelineEvent {
  readonly event: string;
  readonly actor: string;
  readonly at?: string;
  readonly detail?: string;
}

/** An issue or a pull request that points here. */
export interface Link {
  readonly repo: string;
  readonly number: number;
  readonly kind: 'issue' | 'pull_request';
  readonly state: string;
  readonly title?: string;
}

/** The parts of the many shapes of events that are shown. */
const shown = z.looseObject({
  event: z.string(),
  actor: z.looseObject({ login: z.string() }).nullish(),
  created_at: z.string().nullish(),
  commit_id: z.string().nullish(),
  label: z.looseObject({ name: z.string().nullish() }).nullish(),
  milestone: z.looseObject({ title: z.string() }).nullish(),
  assignee: z.looseObject({ login: z.string() }).nullish(),
  rename: z.looseObject({ from: z.string(), to: z.string() }).nullish(),
  source: z
    .looseObject({
      issue: z
        .looseObject({
          number: z.int(),
          title: z.string(),
          user: z.looseObject({ id: z.int(), login: z.string() }).nullish(),
          state: z.string(),
          pull_request: z.looseObject({ merged_at: z.string().nullish() }).nullish(),
          repository: z.looseObject({ full_name: z.string() }).nullish(),
        })
        .nullish(),
    })
    .nullish(),
});

type Shown = z.output<typeof shown>;

/** The repository from which an event points here; undefined for one of the issue itself. */
export const sourceOf = (event: unknown): string | undefined => {
  const issue = shown.safeParse(event).data?.source?.issue;
  return issue ? (issue.repository?.full_name ?? '') : undefined;
};

/** Who wrote what points here by an event; undefined for an event of the issue itself. */
export const writerOf = (event: unknown): { readonly author: Author } | undefined => {
  const issue = shown.safeParse(event).data?.source?.issue;
  return issue ? { author: issue.user } : undefined;
};

/**
 * @param words whether words of people may be shown: titles of what points here, names of labels
 */
export function readEvents(events: readonly unknown[], words: boolean) {
  const known = events.flatMap((event) => shown.safeParse(event).data ?? []);
  return {
    timeline: known.filter(({ event }) => event !== 'commented').map((event) => eventOf(event, words)),
    links: known.flatMap((event) => linkOf(event, words)),
  };
}

function eventOf(event: Shown, words: boolean): TimelineEvent {
  const detail = words ? detailOf(event) : undefined;
  return {
    event: event.event,
    actor: event.actor?.login ?? 'ghost',
    ...(event.created_at && { at: event.created_at }),
    ...(detail && { detail }),
  };
}

function detailOf({ label, milestone, assignee, rename, commit_id, source }: Shown): string | undefined {
  if (label?.name) return lineOf(label.name);
  if (milestone) return lineOf(milestone.title);
  if (assignee) return assignee.login;
  if (rename) return `${lineOf(rename.from)} → ${lineOf(rename.to)}`;
  if (source?.issue) return `${source.issue.repository?.full_name ?? ''}#${source.issue.number}`;
  return commit_id ?? undefined;
}

function linkOf({ event, source }: Shown, words: boolean): readonly Link[] {
  const issue = source?.issue;
  if (event !== 'cross-referenced' || !issue) return [];
  const { number, title, pull_request: pull } = issue;
  const state = pull?.merged_at ? 'merged' : issue.state;
  const repo = issue.repository?.full_name ?? '';
  return [
    { repo, number, kind: pull ? 'pull_request' : 'issue', state, ...(words && { title: lineOf(title) }) },
  ];
}
