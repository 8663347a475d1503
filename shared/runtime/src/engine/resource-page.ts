import type { CallBasics } from '../definition/context.ts';
import type { Resource, ResourceEntry, ResourcePage } from '../definition/resource.ts';
import { encodeCursor, type ListPosition } from './cursor.ts';

/** Whether a resource stands for many, by variables in its URI. */
export const isTemplate = ({ uri }: { readonly uri: string }) => uri.includes('{');

/**
 * One page of the concrete resources: first every fixed one, then each lister's own pages in turn,
 * so that each keeps its own cursor.
 */
export async function resourcePage(
  resources: readonly Resource<unknown>[],
  position: ListPosition,
  basicsOf: (resource: Resource<unknown>) => CallBasics,
): Promise<ResourcePage> {
  const fixed = resources.filter((resource) => !resource.list && !isTemplate(resource)).map(entryOf);
  const listers = resources.filter(({ list }) => list !== undefined);
  const first = position.at === 0 && position.inner === undefined ? fixed : [];
  const lister = listers[position.at];
  if (!lister?.list) return { resources: first };
  const page = await lister.list(position.inner, basicsOf(lister));
  const next = after(position, page.nextCursor, listers.length);
  return { resources: [...first, ...page.resources], ...(next && { nextCursor: encodeCursor(next) }) };
}

function after({ at }: ListPosition, inner: string | undefined, listers: number): ListPosition | undefined {
  if (inner !== undefined) return { at, inner };
  return at + 1 < listers ? { at: at + 1, inner: undefined } : undefined;
}

function entryOf({ uri, name, title, description, mimeType }: Resource<unknown>): ResourceEntry {
  return { uri, name, title, description, ...(mimeType !== undefined && { mimeType }) };
}
