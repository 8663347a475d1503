import { type GitHub, startGitHub } from '@portolan/doubles/github';
import { changedFile, issueBody, logText, oldFile } from './texts.ts';

export const OWNER = 'octo';
export const REPO = 'harbour';
export const COMMITS = 30;
export const ISSUES = 30;
/** Files that the pull request changes. */
export const FILES = 300;
export const LOG_LINES = 5_000;
/** Lines of the log that say what is wrong. */
export const LOG_ERRORS = 3;

/** Lines of a file that the pull request removes and adds. */
export const CHANGED_LINES = 4;

export interface GitHubWorld extends AsyncDisposable {
  readonly double: GitHub;
  readonly token: string;
  readonly pullNumber: number;
  readonly runId: number;
  /** Of the job that failed, raw. */
  readonly log: string;
}

/** A repository with commits, issues, a pull request of many files and a run that failed. */
export async function startWorld(): Promise<GitHubWorld> {
  const double = await startGitHub({ validate: false });
  const token = double.token({ login: OWNER });
  const harbour = double.repository(`${OWNER}/${REPO}`, {
    description: 'Boats, moorings and tides',
    commits: [{ message: 'Begin', files: allFiles(oldFile) }, ...commits()],
  });
  const pull = harbour.pull({
    title: 'Take the tide table from the new service',
    body: issueBody(1_000),
    author: 'sailor-3',
    assignees: ['sailor-3'],
    labels: ['tides', 'area/2'],
    head: 'tides',
    commits: [{ message: 'Take the tide table from the new service', files: allFiles(changedFile) }],
  });
  // It was talked about, so it changed after it was made, as nearly every one has.
  harbour.comment(pull.number, 'The tables agree for last week.');
  for (let index = 0; index < ISSUES; index += 1) {
    harbour.issue({
      title: `Berth ${index} is shown as free while a boat lies in it`,
      body: issueBody(index),
      author: `sailor-${index % 7}`,
      labels: ['bug', `area/${index % 4}`],
      comments: index % 3 === 0 ? ['Seen here too.'] : [],
    });
  }
  const log = logText(LOG_LINES, startOfNextJob(double));
  const run = harbour.run(harbour.workflow('.github/workflows/ci.yml'), {
    conclusion: 'failure',
    jobs: [{ name: 'test (24)', steps: [{ name: 'Run npm test', conclusion: 'failure' }], log }],
  });
  const close = () => double.close();
  return { double, token, pullNumber: pull.number, runId: run.id, log, [Symbol.asyncDispose]: close };
}

const allFiles = (content: (index: number) => string) =>
  Object.fromEntries(
    Array.from({ length: FILES }, (_, index) => [`src/part-${index % 20}/file-${index}.ts`, content(index)]),
  );

const commits = () =>
  Array.from({ length: COMMITS }, (_, index) => ({
    message: `Show the depth of berth ${index} at low tide\n\nThe table has it in feet, the page in metres; both are shown now.`,
    files: { 'log.txt': `change ${index}\n` },
    author: `sailor-${index % 7}`,
  }));

/** A workflow, a run and a job are made, a second each, before the job starts. */
const startOfNextJob = ({ world }: GitHub) => Date.parse(world.clock.now()) + 3_000;
