import { fail } from '@portolan/runtime';
import * as z from 'zod';
import type { GitHubCaller } from './types.ts';

/** What one call learns of repositories that answer under another name than they were asked by. */
export interface Renames {
  /** The name of today, `owner/repo`, of the last that did; undefined where none did. */
  readonly name: string | undefined;
  /**
   * Looks at where an answer came from. GitHub redirects from an old name, and from an issue that was moved,
   * to `/repositories/ID`.
   *
   * @throws ToolError `forbidden` where the caller's policy does not allow what it came from
   */
  answered(asked: string, from: string): Promise<void>;
  /**
   * Looks at the repository in an answer of GraphQL, which follows renames and says nothing of it.
   *
   * @throws ToolError as `answered` does
   */
  found(variables: Readonly<Record<string, unknown>>, answer: unknown): void;
}

/** @param nameOf asks for the name of a repository by its id */
export function createRenames(
  nameOf: (id: number) => Promise<string | undefined>,
  permits: GitHubCaller['permits'],
): Renames {
  const names = new Map<number, Promise<string | undefined>>();
  let current: string | undefined;
  const learn = (name: string | undefined) => {
    if (permits && (name === undefined || !permits({ repo: [name.toLowerCase()] }))) {
      fail('forbidden', 'The repository was renamed to one that your policy does not allow.');
    }
    current = name ?? current;
  };
  return {
    get name() {
      return current;
    },
    async answered(asked, from) {
      const place = placeOf(from);
      if (place === undefined || isSame(place, placeOf(asked))) return;
      if (typeof place === 'string') return learn(place);
      const name = names.get(place) ?? nameOf(place);
      names.set(place, name);
      learn(await name);
    },
    found({ owner, repo }, answer) {
      const name = Named.safeParse(answer).data?.data.repository.nameWithOwner;
      if (name !== undefined && !isSame(name, `${owner}/${repo}`)) learn(name);
    },
  };
}

const Named = z.object({ data: z.object({ repository: z.object({ nameWithOwner: z.string() }) }) });

/** The repository that an address of the API is about: its name, or its id. */
function placeOf(url: string): string | number | undefined {
  const found = /\/(?:repos\/([^/]+\/[^/]+)|repositories\/(\d{1,15}))(?:\/|$)/.exec(new URL(url).pathname);
  if (found === null) return undefined;
  const [, name, id] = found;
  return name ?? Number(id);
}

/** GitHub takes names in any case for the same. */
const isSame = (one: string | number, other: string | number | undefined) =>
  `${one}`.toLowerCase() === `${other}`.toLowerCase();
