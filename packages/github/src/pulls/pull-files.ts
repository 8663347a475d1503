import { hasNext } from '../answers/page.ts';
import type { ToolContext } from '../services.ts';

/** What is read of a changed file that GitHub lists. */
export interface PullFile {
  readonly filename: string;
  readonly previous_filename?: string;
  readonly status: string;
  readonly additions: number;
  readonly deletions: number;
  readonly changes: number;
  readonly patch?: string;
}

export interface WhichPull {
  readonly owner: string;
  readonly repo: string;
  readonly pull_number: number;
}

export const FILES_A_PAGE = 100;
/** GitHub lists no more files of one pull request. */
const MOST_FILES = 3_000;

/** One page of the changed files, in GitHub's order. */
async function readFilePage(which: WhichPull, page: number, { request }: ToolContext) {
  const { data, headers } = await request('GET /repos/{owner}/{repo}/pulls/{pull_number}/files', {
    ...which,
    per_page: FILES_A_PAGE,
    page,
  });
  return { files: data, more: hasNext(headers) && page * FILES_A_PAGE < MOST_FILES };
}

/** The changed files from a page on, as far as somebody asks for the next. */
export async function* filesOf(which: WhichPull, context: ToolContext, from = 1): AsyncGenerator<PullFile> {
  for (let page = from; ; page += 1) {
    const { files, more } = await readFilePage(which, page, context);
    yield* files;
    if (!more) return;
  }
}
