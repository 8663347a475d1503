import { expect } from 'vitest';
import * as z from 'zod';
import type { GitHubClient } from '../test-support.ts';

/** An answer of GitHub that the double does not give: the next one to a path. */
export const json = (path: RegExp, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  ({
    kind: 'status',
    status: 200,
    path,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  }) as const;

const Page = z.looseObject({ nextCursor: z.string().optional() });

/** Every answer to a question, following its cursors; each is within the bound of an answer. */
export async function pagesOf(client: GitHubClient['client'], name: string, args: object) {
  const pages: z.output<typeof Page>[] = [];
  for (let after: string | undefined; ; ) {
    const answer = await client.callTool({ name, arguments: { ...args, ...(after && { after }) } });
    expect(answer.isError, JSON.stringify(answer.content)).not.toBe(true);
    expect(JSON.stringify(answer).length).toBeLessThan(64 * 1024);
    const page = Page.parse(answer.structuredContent);
    pages.push(page);
    after = page.nextCursor;
    if (after === undefined) return pages;
  }
}
