import { expect, it } from 'vitest';
import { json } from '../../faults/test-support.ts';
import { project } from '../../projects/test-support.ts';
import { connectBehindProxy } from '../../test-support.ts';

const which = { owner: 'octo', project_number: 2, item_owner: 'octo', item_repo: 'harbour', issue_number: 1 };
const graphql = /\/graphql$/;
const content = json(graphql, { data: { repository: { issueOrPullRequest: { id: 'I_9' } } } });
const added = json(graphql, { data: { addProjectV2ItemById: { item: { id: 'PVTI_1' } } } });
const changed = json(graphql, { data: { changed: { projectV2Item: { id: 'PVTI_1' } } } });

it('sets fields by the names that people see', async () => {
  const { ok, proxy } = await connectBehindProxy();
  const fields = { status: 'done', POINTS: 3, Due: '2026-05-01', Sprint: 'sprint 1', Note: null };
  proxy.script(json(graphql, project), content, added, { ...changed, times: 5 });
  expect(await ok('write_project_item', { ...which, fields })).toEqual({
    id: 'PVTI_1',
    fields: ['status', 'POINTS', 'Due', 'Sprint', 'Note'],
  });
  const sent = proxy.seen.slice(3).map(({ body }) => JSON.parse(body).variables);
  expect(sent.map(({ field, value }) => [field, value])).toEqual([
    ['F_s', { singleSelectOptionId: 'O_done' }],
    ['F_p', { number: 3 }],
    ['F_d', { date: '2026-05-01' }],
    ['F_i', { iterationId: 'I_1' }],
    ['F_n', undefined],
  ]);
});

it.each([
  [{ Stage: 'x' }, 'not_found', /One of "Title", "Note"/],
  [{ Status: 'Later' }, 'invalid_arguments', /One of "To do", "Done"/],
  [{ Points: 'many' }, 'invalid_arguments', /./],
  [{ Due: 'tomorrow' }, 'invalid_arguments', /./],
  [{ Title: 'x' }, 'unsupported', /update_issue/],
])('refuses %o before anything is changed', async (fields, code, next) => {
  const { refused, proxy } = await connectBehindProxy();
  proxy.script(json(graphql, project));
  const error = await refused('write_project_item', { ...which, fields: { Note: 'ok', ...fields } });
  expect(error.code).toBe(code);
  expect(error.next).toMatch(next);
  expect(proxy.seen).toHaveLength(1);
});
