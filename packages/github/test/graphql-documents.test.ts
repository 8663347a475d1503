import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { graphqlErrors } from '@portolan/doubles/github';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { connectHarbour } from '../src/test-support.ts';

/**
 * Every GraphQL document the server can send, sent to the double, and held to the schema that GitHub publishes.
 * The double checks what it gets in every other test too; here none is left out.
 */

const place = { owner: 'octo', repo: 'harbour' };
const source = fileURLToPath(new URL('../src/', import.meta.url));
const Sent = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).optional() });
const List = z.array(z.looseObject({ id: z.string() }));

/** How each document in the source begins, up to what is put into it. */
function beginnings(): readonly string[] {
  const files = globSync('**/*.ts', { cwd: source }).filter((file) => !file.includes('test'));
  return files.flatMap((file) => {
    const text = readFileSync(`${source}/${file}`, 'utf8');
    const found = text.matchAll(/(?<quote>[`'])(?<start>(?:query|mutation)\b[^`']*?)(?:\$\{|\k<quote>)/g);
    return [...found].flatMap(({ groups }) => groups?.start ?? []);
  });
}

async function everySocialTool({ harbour, ok }: Connected) {
  harbour.discussion({ title: 'Which rope?', body: 'Hemp?', category: 'Q&A', comments: ['Nylon.'] });
  const discussion = { ...place, discussionNumber: 1 };
  await ok('create_discussion', { ...place, title: 'Knots', body: 'Which?', category: 'Ideas' });
  await ok('list_discussions', place);
  const { comments } = await ok('get_discussion', discussion);
  const [answer] = List.parse(comments);
  await ok('add_discussion_comment', { ...discussion, body: 'Yes.', replyTo: answer?.id });
  await ok('update_discussion_comment', { ...discussion, commentID: answer?.id, body: 'Nylon!' });
  await ok('update_discussion', { ...discussion, title: 'Rope?', category: 'Q&A', answer: answer?.id });
  await ok('update_discussion', { ...discussion, answer: answer?.id, answered: false, state: 'closed' });
  for (const reason of ['resolved', 'outdated', 'duplicate']) {
    await ok('update_discussion', { ...discussion, state: 'open' });
    await ok('update_discussion', { ...discussion, state: 'closed', reason });
  }
  await ok('delete_discussion_comment', { ...discussion, commentID: answer?.id });
}

async function everyToolOfPulls({ harbour, ok }: Connected) {
  const commits = [{ message: 'Mend', files: { 'rope.txt': 'new\n' } }];
  const { number: pullNumber } = harbour.pull({ title: 'Mend', head: 'mend', commits });
  const pull = { ...place, pullNumber };
  await ok('create_review', { ...pull, comments: [{ path: 'rope.txt', line: 1, body: 'Why?' }] });
  const { threads } = await ok('list_review_threads', pull);
  const [thread] = List.parse(threads);
  await ok('reply_to_review_thread', { ...place, threadID: thread?.id, body: 'So.' });
  for (const resolved of [true, false])
    await ok('resolve_review_thread', { ...place, threadID: thread?.id, resolved });
  for (const draft of [true, false]) await ok('update_pull_request', { ...pull, draft });
  await ok('get_file_blame', { ...place, path: 'README.md' });
}

async function everyToolOfProjects({ double, harbour, ok }: Connected) {
  const iterations = [{ title: 'Sprint 1', startDate: '2026-05-01', duration: 14 }];
  double.project('octo', {
    title: 'Roadmap',
    fields: { Note: 'text', Points: 'number', Due: 'date', Sprint: { iterations } },
  });
  const { number: issue_number } = harbour.issue({ title: 'Rope frays' });
  const project = { owner: 'octo', project_number: 1 };
  const item = {
    ...project,
    item_owner: 'octo',
    item_repo: 'harbour',
    issue_number,
  };
  const fields = { Status: 'Done', Note: 'soon', Points: 3, Due: '2026-05-02', Sprint: 'Sprint 1' };
  await ok('write_project_item', { ...item, fields });
  await ok('write_project_item', { ...item, fields: { Note: null } });
  const { items } = await ok('get_project', project);
  expect(items).toHaveLength(1);
}

type Connected = Awaited<ReturnType<typeof connectHarbour>>;

it('are all taken by the schema that GitHub publishes, and use nothing that it deprecates', async () => {
  const connected = await connectHarbour({}, { confirms: true });
  await everySocialTool(connected);
  await everyToolOfPulls(connected);
  await everyToolOfProjects(connected);
  const sent = connected.double.requests
    .filter(({ path }) => path === '/graphql')
    .map(({ body }) => Sent.parse(JSON.parse(body)));
  const errors = sent.flatMap(({ query, variables = {} }) => graphqlErrors(query, variables));
  expect([...new Set(errors)]).toEqual([]);
  const unsent = beginnings().filter((start) => !sent.some(({ query }) => query.startsWith(start)));
  expect(unsent).toEqual([]);
  expect(beginnings().length).toBeGreaterThan(20);
});

it('would be found where GitHub has no such field, argument or value', () => {
  const errors = (query: string, variables = {}) => graphqlErrors(query, variables).join();
  expect(errors('{ viewer { shoeSize } }')).toContain('shoeSize');
  expect(errors('query ($n: String!) { user(login: $n) { login } }', { n: 3 })).toContain('String');
  expect(errors('{ viewer { projects(first: 1) { totalCount } } }')).toContain('deprecated');
});
