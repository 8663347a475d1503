import { expect, it } from 'vitest';
import { run } from '../../actions/test-support.ts';
import { json } from '../../faults/test-support.ts';
import { connectBehindProxy } from '../../test-support.ts';

const dispatch = { owner: 'octo', repo: 'harbour', workflow_id: 'ci.yml', ref: 'main' };
const runs = /\/workflows\/ci\.yml\/runs\?/;
const post = /\/workflows\/ci\.yml\/dispatches$/;
const listed = (...ids: readonly number[]) =>
  json(runs, { total_count: ids.length, workflow_runs: ids.map((id) => ({ ...run, id })) });
const accepted = { kind: 'status', status: 204, path: post } as const;

it('answers the id of the run that GitHub names', async () => {
  const { ok, proxy } = await connectBehindProxy();
  const named = {
    workflow_run_id: 7,
    run_url: 'x',
    html_url: 'https://github.com/octo/harbour/actions/runs/7',
  };
  proxy.script(listed(1), json(post, named));
  expect(await ok('run_workflow', { ...dispatch, inputs: { rope: 'new', days: 3 } })).toMatchInlineSnapshot(`
    {
      "run_id": 7,
      "url": "https://github.com/octo/harbour/actions/runs/7",
    }
  `);
  expect(JSON.parse(proxy.seen.at(-1)?.body ?? '')).toEqual({
    ref: 'main',
    inputs: { rope: 'new', days: 3 },
    return_run_details: true,
  });
});

it('finds the run where GitHub does not name it, and is honest where it could be another', async () => {
  const { ok, proxy } = await connectBehindProxy();
  proxy.script(listed(1), accepted, listed(1), listed(2, 1));
  expect(await ok('run_workflow', dispatch)).toMatchObject({
    run_id: 2,
    note: 'The only new run of this workflow and branch.',
  });
  proxy.script(listed(1), accepted, listed(3, 2, 1));
  const several = await ok('run_workflow', dispatch);
  expect(several).toMatchObject({ candidates: [{ id: 3 }, { id: 2 }] });
  expect(several.run_id).toBeUndefined();
});

it('asks an older server, which does not know how to name the run, once more without', async () => {
  const { ok, proxy } = await connectBehindProxy();
  const body = JSON.stringify({ message: 'Invalid request. "return_run_details" is not a permitted key.' });
  proxy.script(listed(), { kind: 'status', status: 422, path: post, body }, accepted, listed(4));
  expect(await ok('run_workflow', dispatch)).toMatchObject({ run_id: 4 });
});

it('says that there is no such workflow, and when it is unknown whether it runs', async () => {
  const { refused, proxy } = await connectBehindProxy();
  proxy.script(listed(), { kind: 'status', status: 404, path: post });
  expect(await refused('run_workflow', dispatch)).toMatchObject({
    code: 'not_found',
    next: 'Give the file name of the workflow and a branch or tag that has it.',
  });
  proxy.script(listed(), { kind: 'status', status: 500, path: post });
  expect(await refused('run_workflow', dispatch)).toMatchObject({ data: { outcome: 'unknown' } });
  expect(proxy.seen.filter(({ method }) => method === 'POST')).toHaveLength(2);
});
