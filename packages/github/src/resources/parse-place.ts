import { fail, type Variables } from '@portolan/runtime';
import { number, owner, repo } from '../schema/names.ts';

/** Where something with a number is. */
export interface Place {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
}

/**
 * Owner, repository and number out of an address.
 *
 * @throws ToolError `invalid_arguments`
 */
export function parsePlace({ owner: ofOwner, repo: ofRepo, number: given }: Variables): Place {
  const place = { owner: owner.safeParse(ofOwner), repo: repo.safeParse(ofRepo) };
  const counted = number.safeParse(Number(given));
  if (place.owner.success && place.repo.success && counted.success) {
    return { owner: place.owner.data, repo: place.repo.data, number: counted.data };
  }
  return fail('invalid_arguments', 'The address names no owner, repository and number.');
}

/** What a policy may constrain of an address. */
export const repositoryOf = ({ owner = '', repo = '' }: Variables) => ({
  repo: [`${owner}/${repo}`.toLowerCase()],
});
