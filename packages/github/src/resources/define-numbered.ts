import { defineResource, type Resource } from '@portolan/runtime';
import { brief } from '../answers/brief.ts';
import { readable } from '../answers/readable.ts';
import type { Context, Services, ToolContext } from '../services.ts';
import { completeNumber, completeOwner, completeRepo, withGitHub } from './names-of-numbered.ts';
import { type Place, parsePlace, repositoryOf } from './parse-place.ts';

/** Something of a repository that has a number. */
export interface Numbered extends Pick<Resource<Services>, 'name' | 'title' | 'description' | 'needs'> {
  /** What its addresses say, as in `github://octo/harbour/issues/1`. */
  readonly kind: 'issues' | 'pulls';
  readonly read: (place: Place, context: ToolContext) => Promise<Readonly<Record<string, unknown>>>;
}

/** Declares a resource that is read as JSON, without the fields that say nothing. */
export const defineNumbered = ({ kind, read, ...said }: Numbered): Resource<Services> =>
  defineResource({
    ...said,
    uri: `github://{owner}/{repo}/${kind}/{number}`,
    mimeType: 'application/json',
    complete: { owner: completeOwner, repo: completeRepo, number: completeNumber(kind) },
    constrained: repositoryOf,
    async read(variables, context: Context, uri) {
      const place = parsePlace(variables);
      const github = await withGitHub(context);
      const content = await readable({ ...github, read: true }, () => read(place, github));
      return [{ uri, mimeType: 'application/json', text: JSON.stringify(brief(content)) }];
    },
  });
