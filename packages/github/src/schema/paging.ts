import { makeCursor, readCursor } from '@portolan/runtime';
import * as z from 'zod';

/** The arguments of a list; 30 entries where `perPage` is left out. */
export const paging = {
  perPage: z
    .int()
    .refine((value) => value >= 1 && value <= 100, 'is between 1 and 100')
    .optional(),
  after: z.string().optional(),
};

/** What every list answers beside its entries; there is no cursor on the last page. */
export const nextCursor = z.string().optional();

interface PagedInput {
  readonly perPage?: number | undefined;
  readonly after?: string | undefined;
}

/** Where a list of numbered pages stands. */
export interface Page {
  /** The parameters to send. */
  readonly query: { readonly per_page: number; readonly page: number };
  /** `{ nextCursor }` where there is more, else nothing: spread it into the answer. */
  next(headers: { readonly link?: string | undefined }): { readonly nextCursor?: string };
}

/**
 * Reads the cursor of a list that GitHub pages by number.
 *
 * @param input every argument of the call: a cursor holds only for the same question
 * @throws ToolError `invalid_arguments` for a cursor of another question
 */
export function pageOf(input: PagedInput): Page {
  const { after, ...question } = input;
  const [number] = after === undefined ? ['1'] : readCursor(question, after, 1);
  const page = Number(number);
  return {
    query: { per_page: question.perPage ?? 30, page },
    next: ({ link }) =>
      nextPage(link) === page + 1 ? { nextCursor: makeCursor(question, [`${page + 1}`]) } : {},
  };
}

/** The page that a `Link` header calls the next one. Its address is never followed, only its number read. */
function nextPage(link: string | undefined): number | undefined {
  const url = /<([^<>]{1,2000})>;\s*rel="next"/.exec(link ?? '')?.[1];
  const page = url === undefined ? undefined : URL.parse(url)?.searchParams.get('page');
  return page && /^\d{1,6}$/.test(page) ? Number(page) : undefined;
}
