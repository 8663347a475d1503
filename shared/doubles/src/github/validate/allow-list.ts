/** A difference between the double and GitHub's description that is right all the same. */
export interface Allowed {
  /** The operation's id, or all. */
  readonly operation: string | '*';
  readonly side: 'request' | 'answer';
  /** What the message must match. */
  readonly message: RegExp;
  readonly reason: string;
}

/** Differences that are right, each with its reason. */
export const allowed: readonly Allowed[] = [
  {
    operation: 'actions/download-job-logs-for-workflow-run',
    side: 'answer',
    message: /^answered (404|410),/,
    reason: 'Logs are kept for a time; GitHub answers 410 afterwards, which only its guide says.',
  },
  {
    operation: 'actions/create-workflow-dispatch',
    side: 'answer',
    message: /^answered 422,/,
    reason:
      'A workflow without the trigger, an unknown ref or input is a 422; the description has success only.',
  },
  {
    operation: 'search/issues-and-pull-requests',
    side: 'answer',
    message: /\/body must be string/,
    reason: 'An issue without a body has null; the same issue in a list is described as such.',
  },
  {
    operation: 'pulls/list',
    side: 'answer',
    message: /\/labels\/\d+\/description must be string/,
    reason: 'A label without a description has null; the same label elsewhere is described as such.',
  },
  {
    operation: 'apps/list-installations',
    side: 'answer',
    message: /\/account /,
    reason:
      'Described as a user and an enterprise at once, which nothing can be; one installation is described as either.',
  },
];
