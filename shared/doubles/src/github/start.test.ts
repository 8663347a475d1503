import { expect, it } from 'vitest';
import { github, owner, refusal } from './test-support.ts';

const at = { owner: 'octo', repo: 'harbour' };

it('answers a real client from a real repository', async () => {
  const double = await github();
  const repo = double.repository('octo/harbour', {
    description: 'A harbour',
    commits: [
      {
        message: 'One',
        files: {
          'README.md': '# Hi\n',
          'src/a.ts': 'export const a = 1;\n',
          'logo.png': Buffer.from([0, 1, 2]),
        },
      },
      {
        message: 'Two\n\nBody',
        files: { 'src/b.ts': 'b\n', link: { symlink: 'README.md' }, out: { symlink: '/etc/passwd' } },
        author: 'ada',
      },
    ],
    branches: {
      topic: [
        {
          message: 'Change a',
          files: { 'src/a.ts': 'export const a = 2;\n', 'src/b.ts': null, 'src/c.ts': 'b\n' },
        },
      ],
    },
    tags: { v1: 'main', v2: { at: 'topic', message: 'Second' } },
  });
  repo.issue({ title: 'Bug', labels: ['bug'], comments: ['Hi', { author: null, body: 'gone' }] });
  repo.pull({ title: 'Change', head: 'topic' });
  const { rest } = owner(double);
  const list = [
    rest.users.getAuthenticated(),
    rest.repos.get(at),
    rest.repos.getContent({ ...at, path: 'src/a.ts' }),
    rest.repos.getContent({ ...at, path: '' }),
    rest.repos.getContent({ ...at, path: 'out' }),
    rest.repos.listCommits(at),
    rest.repos.getCommit({ ...at, ref: 'topic' }),
    rest.repos.listBranches(at),
    rest.repos.getBranch({ ...at, branch: 'main' }),
    rest.repos.listTags(at),
    rest.git.getTree({ ...at, tree_sha: 'main', recursive: '1' }),
    rest.git.getRef({ ...at, ref: 'heads/main' }),
    rest.repos.compareCommitsWithBasehead({ ...at, basehead: 'main...topic' }),
    rest.issues.listForRepo(at),
    rest.issues.get({ ...at, issue_number: 1 }),
    rest.issues.listComments({ ...at, issue_number: 1 }),
    rest.pulls.list(at),
    rest.pulls.get({ ...at, pull_number: 2 }),
    rest.pulls.get({ ...at, pull_number: 2, mediaType: { format: 'diff' } }),
    rest.pulls.listFiles({ ...at, pull_number: 2 }),
    rest.pulls.listCommits({ ...at, pull_number: 2 }),
    rest.pulls.createReview({
      ...at,
      pull_number: 2,
      event: 'COMMENT',
      body: 'x',
      comments: [{ path: 'src/a.ts', line: 1, body: 'hm' }],
    }),
    rest.pulls.listReviewComments({ ...at, pull_number: 2 }),
    rest.pulls.merge({ ...at, pull_number: 2 }),
    rest.issues.listEventsForTimeline({ ...at, issue_number: 2 }),
  ];
  const answers = await Promise.all(list);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  expect(answers[19]?.data).toMatchObject([
    {
      filename: 'src/a.ts',
      status: 'modified',
      patch: '@@ -1 +1 @@\n-export const a = 1;\n+export const a = 2;',
    },
    { filename: 'src/c.ts', previous_filename: 'src/b.ts', status: 'renamed', changes: 0 },
  ]);
  expect(double.violations).toEqual([]);
  expect(await refusal(rest.issues.get({ ...at, issue_number: 99 }))).toMatchObject({ status: 404 });
});
