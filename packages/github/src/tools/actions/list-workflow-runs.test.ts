import { expect, it } from 'vitest';
import { run } from '../../actions/test-support.ts';
import { json } from '../../faults/test-support.ts';
import { connectBehindProxy } from '../../test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };

it('lists runs', async () => {
  const { ok, proxy } = await connectBehindProxy();
  const link = { link: '<https://api.github.com/x?page=2>; rel="next"' };
  proxy.script(json(/\/actions\/runs\?/, { total_count: 2, workflow_runs: [run] }, link));
  const { nextCursor, ...answer } = await ok('list_workflow_runs', {
    ...place,
    status: 'failure',
    perPage: 1,
  });
  expect(answer).toMatchInlineSnapshot(`
    {
      "runs": [
        {
          "actor": "ada",
          "attempt": 2,
          "branch": "mend",
          "created": "2026-01-01T00:00:00Z",
          "event": "push",
          "id": 30433642001,
          "sha": "c34237e1d71e7d1a87e672adabf1e9fee6a3f209",
          "state": "failure",
          "title": "Mend the rope",
          "workflow": "CI",
        },
      ],
      "untrusted": [
        "workflow",
        "title",
        "branch",
      ],
    }
  `);
  proxy.script(
    json(/page=2/, { total_count: 2, workflow_runs: [{ ...run, conclusion: null, status: 'queued' }] }),
  );
  const next = await ok('list_workflow_runs', { ...place, status: 'failure', perPage: 1, after: nextCursor });
  expect(next).toMatchObject({ runs: [{ state: 'queued' }] });
  proxy.script(
    json(/\/actions\/workflows\/ci\.yml\/runs\?branch=mend/, { total_count: 0, workflow_runs: [] }),
  );
  expect(await ok('list_workflow_runs', { ...place, workflow_id: 'ci.yml', branch: 'mend' })).toMatchObject({
    runs: [],
  });
});

it('refuses a status that is none, and names that lead elsewhere', async () => {
  const { refused, proxy } = await connectBehindProxy();
  for (const args of [
    { status: 'broken' },
    { workflow_id: '../../user' },
    { actor: '--x' },
    { head_sha: 'main' },
  ]) {
    expect((await refused('list_workflow_runs', { ...place, ...args })).code).toBe('invalid_arguments');
  }
  expect(proxy.seen).toEqual([]);
});
