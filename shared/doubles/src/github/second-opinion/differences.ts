/** Where another double of GitHub (`emulate` 0.12.2) answers differently, and why ours is kept. */
export interface Difference {
  readonly step: string;
  readonly ours: unknown;
  readonly theirs: unknown;
  readonly reason: string;
}

const patch = '@@ -1,3 +1,3 @@\n one\n-two\n+TWO\n three';

export const differences: readonly Difference[] = [
  {
    step: 'open a pull request',
    ours: { status: 201, number: 2, draft: false, merged: false, commits: 1, files: 1 },
    theirs: { status: 201, number: 2, draft: false, merged: false, commits: 2, files: 0 },
    reason: 'The branch is one commit ahead and changes one file, as the comparison before says in both.',
  },
  {
    step: 'open it again',
    ours: { refused: 422 },
    theirs: { status: 201 },
    reason: 'GitHub refuses a second open pull request of the same branches.',
  },
  {
    step: 'list its files',
    ours: [{ filename: 'a.txt', status: 'modified', patch }],
    theirs: [],
    reason: 'The branch changes the file.',
  },
  {
    step: 'review it',
    ours: { status: 200, state: 'COMMENTED', body: 'Hm' },
    theirs: { refused: 422 },
    reason:
      'The line is in the diff, which theirs has not; the description has 200 for a review that was made.',
  },
  {
    step: "approve one's own",
    ours: { refused: 422 },
    theirs: { status: 201 },
    reason: 'GitHub lets nobody approve their own pull request.',
  },
  {
    step: 'list its review comments',
    ours: [{ path: 'a.txt', body: 'Why?', line: 2 }],
    theirs: [],
    reason: 'Follows from the review that theirs refused.',
  },
  {
    step: 'merge another head',
    ours: { refused: 409 },
    theirs: { refused: 422 },
    reason: 'The description has 409 for a head that is not the one given.',
  },
  {
    step: 'merge it again',
    ours: { refused: 405 },
    theirs: { refused: 422 },
    reason: 'The description has 405 for what cannot be merged.',
  },
  {
    step: 'page a list',
    ours: { items: 1, rels: ['next', 'last'] },
    theirs: { items: 1, rels: [] },
    reason: 'A list of issues has the pull requests too, so there is a second page.',
  },
  {
    step: 'see its tag',
    ours: ['v1'],
    theirs: [],
    reason: 'GitHub makes the tag of a release that is published.',
  },
  {
    step: 'set a status',
    ours: 201,
    theirs: { refused: 404 },
    reason: 'Theirs has no statuses of commits.',
  },
  {
    step: 'read it combined',
    ours: 'success',
    theirs: { refused: 404 },
    reason: 'The same.',
  },
  {
    step: 'delete it again',
    ours: { refused: 422 },
    theirs: { refused: 404 },
    reason: 'The description has 409 and 422 and no 404; GitHub says that the reference does not exist.',
  },
];
