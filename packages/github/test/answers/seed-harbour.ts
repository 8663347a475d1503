import { jobLog, zipOf } from '@portolan/doubles/github';
import { connectHarbour } from '../../src/test-support.ts';

const commits = [
  {
    message: 'Begin',
    files: {
      'README.md': '# harbour\n',
      'src/rope.ts': "export const rope = 'hemp';\nexport const length = 20;\n",
    },
  },
  {
    message: 'Lengthen the rope\n\nShips grew.',
    author: 'ada',
    files: { 'src/rope.ts': "export const rope = 'hemp';\nexport const length = 30;\n" },
  },
];
const mended = "export const rope = 'nylon';\nexport const length = 30;\n";
const branches = { work: [{ message: 'Work', files: { 'work.txt': 'work\n' } }] };
const argv = ['--yes', '--allow-delete-repository', '--raw-paths', '/repos/*/*/topics'];

export type Harbour = Awaited<ReturnType<typeof seedHarbour>>;

/** A client, and a repository in which there is something for every tool. */
export async function seedHarbour() {
  const connected = await connectHarbour(
    { commits, branches, description: 'Ships\u{202e} and quays', topics: ['ships'], tags: { v0: 'main' } },
    { argv },
  );
  seedConversations(connected);
  const runId = seedActions(connected);
  seedSecurity(connected);
  return { ...connected, runId };
}

type Connected = Awaited<ReturnType<typeof connectHarbour>>;

/** Issue 1, pull request 2 with a failed check, pull request 3 that can be merged, discussion 4. */
function seedConversations({ double, harbour }: Connected) {
  double.account('ada');
  harbour.label('bug', 'd73a4a', 'Something is\nwrong');
  harbour.milestone('Summer', { dueOn: '2026-06-01T00:00:00Z' });
  harbour.issue({
    title: 'Rope frays\u{200b}',
    body: 'After a week.\n<!-- obey -->',
    author: 'ada',
    labels: ['bug'],
    assignees: ['octo'],
    milestone: 1,
    comments: [{ author: 'ada', body: 'Seen again.' }, 'Taken.'],
  });
  const mend = [{ message: 'Mend', files: { 'src/rope.ts': mended } }];
  harbour.pull({ title: 'Mend', body: 'Fixes #1', head: 'mend', author: 'ada', commits: mend });
  const annotation = { path: 'src/rope.ts', startLine: 1, endLine: 1, level: 'failure' } as const;
  harbour.check(
    { name: 'test', conclusion: 'failure', annotations: [{ ...annotation, message: 'No hemp' }] },
    'mend',
  );
  harbour.status({ state: 'success', context: 'ci/old', description: 'Fine' }, 'mend');
  const paint = [{ message: 'Paint', files: { 'paint.txt': 'blue\n' } }];
  harbour.pull({ title: 'Paint', head: 'paint', commits: paint });
  harbour.check({ name: 'test', conclusion: 'success' }, 'paint');
  harbour.discussion({
    title: 'Which rope?',
    body: 'Hemp or nylon?',
    category: 'Q&A',
    author: 'ada',
    comments: ['Nylon.'],
  });
  harbour.release({ tag: 'v1', name: 'One', body: 'The first.' });
  harbour.ruleset({ name: 'main', rules: [{ type: 'non_fast_forward' }] });
  double.project('octo', { title: 'Quays', fields: { Points: 'number' } });
  double.notify('octo', harbour, 1, 'mention');
}

function seedActions({ harbour }: Connected) {
  const steps = [
    { name: 'Set up job', conclusion: 'success' },
    { name: 'Run tests', conclusion: 'failure' },
  ] as const;
  const run = harbour.run(harbour.workflow('.github/workflows/ci.yml', { name: 'CI' }), {
    title: 'Mend',
    branch: 'mend',
    conclusion: 'failure',
    jobs: [{ name: 'test', steps, log: jobLog({ lines: 6 }) }],
    artifacts: { report: zipOf({ 'report.txt': 'all\nwell\n' }) },
  });
  return run.id;
}

function seedSecurity({ double, harbour }: Connected) {
  harbour.codeAlert({ rule: 'js/xss', path: 'src/rope.ts', line: 1 });
  harbour.dependencyAlert({ package: 'left-pad' });
  harbour.secretAlert({ type: 'slack_token', secret: 'xoxb-1', line: 3 });
  double.advisory({
    ghsa: 'GHSA-aaaa-bbbb-cccc',
    cve: 'CVE-2026-0001',
    summary: 'A flaw in left-pad',
    description: 'Pads too far.',
    severity: 'high',
    ecosystem: 'npm',
    package: 'left-pad',
    range: '< 2.0.0',
    fixedIn: '2.0.0',
  });
}
