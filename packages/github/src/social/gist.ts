import * as z from 'zod';
import { loginOf, type User } from '../people/author.ts';
import { lineOf, nameOf } from '../people/text.ts';

/** A gist in a list. */
export const GistRow = z.looseObject({ id: z.string(), files: z.array(z.string()), public: z.boolean() });

export const gist_id = z
  .string()
  .refine((value) => /^[0-9a-f]{1,64}$/i.test(value), 'is not the id of a gist');

interface GivenGist {
  readonly id?: string;
  readonly description?: string | null;
  readonly public?: boolean;
  readonly owner?: User | null;
  readonly updated_at?: string;
  readonly files?: Readonly<Record<string, unknown>> | null;
}

export const gistRow = (gist: GivenGist) => ({
  id: gist.id ?? '',
  ...(gist.description && { description: lineOf(gist.description) }),
  files: Object.keys(gist.files ?? {})
    .slice(0, 50)
    .map(nameOf),
  public: gist.public ?? false,
  owner: loginOf(gist.owner),
  ...(gist.updated_at && { updated: gist.updated_at }),
});
