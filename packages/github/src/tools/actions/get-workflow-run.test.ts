import { expect, it } from 'vitest';
import { failedJob, goodJob, run } from '../../actions/test-support.ts';
import { json } from '../../faults/test-support.ts';
import { connectBehindProxy } from '../../test-support.ts';

const which = { owner: 'octo', repo: 'harbour', run_id: run.id };
const one = /\/actions\/runs\/30433642001$/;

it('gives a run with its jobs, failed ones first', async () => {
  const { ok, proxy } = await connectBehindProxy();
  proxy.script(json(one, run), json(/\/jobs\?/, { total_count: 2, jobs: [goodJob, failedJob] }));
  expect(await ok('get_workflow_run', which)).toMatchInlineSnapshot(`
    {
      "jobs": [
        {
          "failedStep": "Run tests",
          "id": 399444496,
          "name": "test (24)",
          "seconds": 60,
          "state": "failure",
        },
        {
          "id": 399444497,
          "name": "lint",
          "seconds": 60,
          "state": "success",
        },
      ],
      "run": {
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
      "untrusted": [
        "workflow",
        "title",
        "branch",
        "name",
        "failedStep",
      ],
    }
  `);
});

it('says that there is none, and in lockdown refuses one that a stranger began', async () => {
  const { refused, proxy } = await connectBehindProxy({}, { argv: ['--lockdown'] });
  expect(await refused('get_workflow_run', which)).toMatchObject({ code: 'not_found' });
  proxy.script(json(one, run));
  expect(await refused('get_workflow_run', which)).toMatchObject({ code: 'forbidden' });
  expect(await refused('get_workflow_run', { ...which, run_id: 2 ** 60 })).toMatchObject({
    code: 'invalid_arguments',
  });
});
