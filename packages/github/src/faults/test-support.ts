import type { RepositorySeed } from '@portolan/doubles/github';
import { startFaultProxy } from '@portolan/testing';
import { expect, onTestFinished } from 'vitest';
import * as z from 'zod';
import { type ClientOptions, connectGitHub, type GitHubClient, startDouble } from '../test-support.ts';

/** As `connectHarbour`, with a proxy between that can be told to do what goes wrong. */
export async function connectFaulty(seed: RepositorySeed = {}, options: Omit<ClientOptions, 'url'> = {}) {
  const double = await startDouble();
  const harbour = double.repository('octo/harbour', seed);
  const proxy = await startFaultProxy({ target: double.url });
  onTestFinished(() => proxy.close());
  const token = double.token({ login: 'octo' });
  const client = await connectGitHub({ token, ...options, url: proxy.url });
  return { ...client, double, harbour, proxy, token };
}

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
