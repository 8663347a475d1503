import * as z from 'zod';

/** Logins, and teams as `org/team`. */
export const reviewers = z.array(z.string()).optional();

/** GitHub takes people and teams apart, and of a team only its slug. */
export const reviewersFor = (names: readonly string[]) => ({
  reviewers: names.filter((name) => !name.includes('/')),
  team_reviewers: names.flatMap((name) => (name.includes('/') ? [name.slice(name.indexOf('/') + 1)] : [])),
});
