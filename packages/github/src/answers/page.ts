import { fail, fitting, makeCursor, readCursor } from '@portolan/runtime';

/** Where a page begins: the page of GitHub, and how many of its items an answer before has given. */
export interface Place {
  readonly page: number;
  readonly skip: number;
}

/** @throws ToolError `invalid_arguments` for a cursor of another question */
export function placeOf(question: readonly unknown[], cursor: string | undefined): Place {
  if (cursor === undefined) return { page: 1, skip: 0 };
  const [page, skip] = readCursor(question, cursor, 2).map(Number);
  if (!isCount(page) || !isCount(skip) || page < 1)
    fail('invalid_arguments', 'The cursor is not one of this server.');
  return { page, skip };
}

const isCount = (value: number | undefined): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

/** One page of a list of GitHub: as many items as an answer has room for, and the way to the rest. */
export function pageOf<Item>(
  items: readonly Item[],
  place: Place,
  options: { readonly question: readonly unknown[]; readonly more: boolean; readonly budget?: number },
): { readonly items: readonly Item[]; readonly nextCursor?: string } {
  const rest = items.slice(place.skip);
  const kept = fitting(rest, options.budget);
  if (kept.length < rest.length) {
    const skip = place.skip + kept.length;
    return { items: kept, nextCursor: makeCursor(options.question, [`${place.page}`, `${skip}`]) };
  }
  if (!options.more) return { items: kept };
  return { items: kept, nextCursor: makeCursor(options.question, [`${place.page + 1}`, '0']) };
}

/** Whether GitHub says that a page follows. Its address is not used: the number of the page says as much. */
export const hasNext = (headers: { readonly link?: string | undefined }): boolean =>
  /;\s*rel="?next"?/.test(headers.link ?? '');

/** Where GitHub goes on in a list that has cursors and no page numbers. Its address itself is not used. */
export function nextAfter(headers: { readonly link?: string | undefined }): string | undefined {
  const next = /<([^<>]{1,4000})>;\s*rel="?next"?/.exec(headers.link ?? '')?.[1];
  return (next === undefined ? undefined : URL.parse(next)?.searchParams.get('after')) ?? undefined;
}
