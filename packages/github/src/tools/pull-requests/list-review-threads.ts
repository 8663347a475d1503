import { fitting, makeCursor, readCursor } from '@portolan/runtime';
import * as z from 'zod';
import { pullNumber } from '../../issues/fields.ts';
import { readPull } from '../../pulls/read-pull.ts';
import { shownThread, Thread, threadOf, threadsAnswer, threadsQuery } from '../../pulls/threads.ts';
import { owner, repo } from '../../schema/names.ts';
import { nextCursor, paging } from '../../schema/paging.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

/** A page of GitHub with nothing unresolved is passed over; so many for one answer. */
const MOST_PAGES = 5;

export const listReviewThreads = defineGitHubTool({
  name: 'list_review_threads',
  title: 'List review threads',
  toolset: 'pull_requests',
  description: 'Review threads with the ids that reply and resolve take; unresolved ones unless all.',
  effect: 'read',
  untrusted: ['path', 'body'],
  input: z.object({ owner, repo, pullNumber, all: z.boolean().optional(), ...paging }),
  output: z.object({ threads: z.array(Thread), nextCursor }),
  async run({ after, ...asked }, context) {
    const question = ['list_review_threads', asked];
    const [start = '', given = '0'] = after === undefined ? [] : readCursor(question, after, 2);
    const first = asked.perPage ?? 30;
    if (context.lockdown.on) {
      await readPull({ owner: asked.owner, repo: asked.repo, pull_number: asked.pullNumber }, context);
    }
    let cursor = start;
    for (let pages = 1; ; pages += 1) {
      const { data } = await context.graphql(threadsAnswer, threadsQuery, {
        owner: asked.owner,
        repo: asked.repo,
        number: asked.pullNumber,
        first,
        after: cursor === '' ? null : cursor,
      });
      const { nodes, pageInfo } = data.repository.pullRequest.reviewThreads;
      const skip = cursor === start ? Number(given) : 0;
      const wanted = nodes.filter(({ isResolved }) => asked.all || !isResolved).slice(skip);
      const fits = fitting(wanted.map(threadOf)).length;
      const shown = await Promise.all(
        wanted.slice(0, fits).map((thread) => shownThread(thread, asked, context)),
      );
      const threads = shown.flatMap((thread) => (thread ? [threadOf(thread)] : []));
      const end = pageInfo.hasNextPage ? pageInfo.endCursor : undefined;
      const next = fits < wanted.length ? [cursor, `${skip + fits}`] : end ? [end, '0'] : undefined;
      if (threads.length > 0 || !next || pages === MOST_PAGES) {
        return {
          threads,
          ...(next && { nextCursor: makeCursor(question, next) }),
        };
      }
      cursor = next[0] ?? '';
    }
  },
});
