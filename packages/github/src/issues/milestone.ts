import * as z from 'zod';
import { bodyText, lineOf } from '../people/text.ts';

/** A milestone; when it is due and what it is about where that is set. */
export const Milestone = z.looseObject({ number: z.int(), title: z.string(), state: z.string() });

interface GivenMilestone {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly description: string | null;
  readonly due_on: string | null;
  readonly open_issues: number;
  readonly closed_issues: number;
}

export function milestoneOf(milestone: GivenMilestone) {
  const { body } = bodyText(milestone.description, 1_000);
  return {
    number: milestone.number,
    title: lineOf(milestone.title),
    state: milestone.state,
    ...(body !== '' && { description: body }),
    ...(milestone.due_on && { due: milestone.due_on }),
    openIssues: milestone.open_issues,
    closedIssues: milestone.closed_issues,
  };
}
