/** Answers of GitHub for a run of Actions with a job that failed, for tests. */

export const run = {
  id: 30_433_642_001,
  name: 'CI',
  display_title: 'Mend the\u{200b} rope',
  status: 'completed',
  conclusion: 'failure',
  event: 'push',
  head_branch: 'mend',
  head_sha: 'c34237e1d71e7d1a87e672adabf1e9fee6a3f209',
  run_attempt: 2,
  actor: { id: 1, login: 'ada' },
  created_at: '2026-01-01T00:00:00Z',
  html_url: 'https://github.com/octo/harbour/actions/runs/30433642001',
};

const step = (number: number, name: string, conclusion: string, from: number, to: number) => ({
  number,
  name,
  status: 'completed',
  conclusion,
  started_at: at(from).replace(/\.\d+Z/, 'Z'),
  completed_at: at(to).replace(/\.\d+Z/, 'Z'),
});

export const failedJob = {
  id: 399_444_496,
  run_id: run.id,
  name: 'test (24)',
  status: 'completed',
  conclusion: 'failure',
  started_at: '2026-01-01T00:00:00Z',
  completed_at: '2026-01-01T00:01:00Z',
  steps: [
    step(1, 'Set up job', 'success', 0, 2),
    step(2, 'Run tests', 'failure', 2, 10),
    step(3, 'Post checkout', 'success', 10, 12),
  ],
};

export const goodJob = {
  ...failedJob,
  id: 399_444_497,
  name: 'lint',
  conclusion: 'success',
  steps: [step(1, 'Set up job', 'success', 0, 2)],
};

/** A time so many seconds after the start, as a log writes it. */
export function at(seconds: number): string {
  return `${new Date(Date.UTC(2026, 0, 1) + seconds * 1_000).toISOString().slice(0, -1)}0000Z`;
}

/** The log of the job that failed: 2 s of set-up, the step with its error, what is done after. */
export const log = [
  [0.1, 'Current runner version: 2.330.0'],
  [2.2, 'Prepared'],
  [2.5, '##[group]Run npm test'],
  [2.6, '\u001b[36;1mnpm test\u001b[0m'],
  [2.7, '##[endgroup]'],
  [3.1, 'ok 1 - rope holds'],
  [4.2, 'not ok 2 - \u001b[31mmast\u001b[0m stands \u{202e}'],
  [4.3, 'downloading 10%\rdownloading 100%'],
  [9.9, '##[error]Process completed with exit code 1.'],
  [10.1, 'Post job cleanup.'],
  [12.4, 'Cleaning up orphan processes'],
]
  .map(([seconds, text]) => `${at(Number(seconds))} ${text}\r\n`)
  .join('');
