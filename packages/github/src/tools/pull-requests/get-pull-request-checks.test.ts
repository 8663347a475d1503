import { expect, it } from 'vitest';
import { json } from '../../faults/test-support.ts';
import { connectBehindProxy } from '../../test-support.ts';

const which = { owner: 'octo', repo: 'harbour', pullNumber: 1 };
const commits = [{ message: 'Mend', files: { a: 'a' } }];
const run = (id: number, name: string, status: string, conclusion: string | null = null) => ({
  id,
  name,
  status,
  conclusion,
  app: { slug: 'github-actions' },
  output: { title: id === 3 ? '2 errors\u{202e}' : null },
});
const statuses = [{ context: 'ci/old', state: 'success', description: 'Fine' }];
const annotation = {
  path: 'src/a.ts',
  start_line: 4,
  annotation_level: 'failure',
  message: 'x is not y\r\n',
};

it('gives statuses, check runs and annotations of the head in one, failed ones first', async () => {
  const { ok, harbour, proxy } = await connectBehindProxy();
  harbour.pull({ title: 'Mend', head: 'mend', commits });
  const runs = [
    run(1, 'lint', 'completed', 'success'),
    run(2, 'build', 'in_progress'),
    run(3, 'test', 'completed', 'failure'),
  ];
  proxy.script(
    json(/\/status\?/, { state: 'success', statuses }),
    json(/\/check-runs\?/, { total_count: 3, check_runs: runs }),
    json(/\/check-runs\/3\/annotations/, [annotation]),
  );
  const { headSha, ...answer } = await ok('get_pull_request_checks', which);
  expect(headSha).toBe(harbour.sha('mend'));
  expect(answer).toMatchInlineSnapshot(`
    {
      "checks": [
        {
          "annotations": [
            {
              "level": "failure",
              "line": 4,
              "message": "x is not y",
              "path": "src/a.ts",
            },
          ],
          "app": "github-actions",
          "detail": "2 errors",
          "id": 3,
          "name": "test",
          "state": "failure",
        },
        {
          "app": "github-actions",
          "id": 2,
          "name": "build",
          "state": "in_progress",
        },
        {
          "detail": "Fine",
          "name": "ci/old",
          "state": "success",
        },
        {
          "app": "github-actions",
          "id": 1,
          "name": "lint",
          "state": "success",
        },
      ],
      "failed": 1,
      "passed": 2,
      "pending": 1,
      "state": "failure",
      "untrusted": [
        "name",
        "detail",
        "path",
        "message",
      ],
    }
  `);
});

it('reads every page of check runs, and says none where there is none', async () => {
  const { ok, harbour, proxy } = await connectBehindProxy();
  harbour.pull({ title: 'Mend', head: 'mend', commits });
  const link = { link: '<https://api.github.com/x?page=2>; rel="next"' };
  const none = json(/\/status\?/, { state: 'pending', statuses: [] });
  proxy.script(
    none,
    json(/page=1$/, { check_runs: [run(1, 'lint', 'completed', 'success')] }, link),
    json(/page=2$/, { check_runs: [run(2, 'test', 'completed', 'skipped')] }),
  );
  expect(await ok('get_pull_request_checks', which)).toMatchObject({ state: 'success', passed: 2 });
  proxy.script(none, json(/\/check-runs\?/, { check_runs: [] }));
  expect(await ok('get_pull_request_checks', which)).toMatchObject({ state: 'none', checks: [] });
});

it('says that the pull request is not there, and survives what breaks twice', async () => {
  const { ok, refused, harbour, proxy } = await connectBehindProxy();
  expect(await refused('get_pull_request_checks', which)).toMatchObject({ code: 'not_found' });
  harbour.pull({ title: 'Mend', head: 'mend', commits });
  proxy.script(
    { kind: 'status', status: 502, path: /check-runs/ },
    { kind: 'reset', when: 'before', path: /check-runs/ },
    json(/\/check-runs\?/, { check_runs: [] }),
    json(/\/status\?/, { state: 'pending', statuses }),
  );
  expect(await ok('get_pull_request_checks', which)).toMatchObject({ checks: [{ name: 'ci/old' }] });
});
