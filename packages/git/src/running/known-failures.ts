import { fail } from '@portolan/runtime';

/** Stops a call with what a failure of git means. */
type Refusal = (git: string) => never;

/** What every answer about a revision that is not there begins with, until the argument is known that named it. */
export const NO_REVISION = 'No such revision.';

/** What git prints when it may not get an object of a partial clone from a remote; since 2.44, before it fails. */
const notFetched =
  /promisor|missing blob|cannot read blob|: bad file\b|unable to read [0-9a-f]{40}|transport 'none' not allowed|could not fetch|lazy fetching disabled[\s\S]*(?:bad object|bad file|not a valid object|invalid object|could not get object|unable to read|unable to parse|cannot read|missing)/i;

const notHere: Refusal = (git) =>
  fail(
    'unavailable',
    'The object is not on this machine: the clone is partial, and no tool but fetch, pull and clone reaches a remote.',
    { next: 'Ask the user to fetch it with git.', data: { git } },
  );

const noPath: Refusal = (git) =>
  fail('not_found', 'No such path in the repository.', { next: 'Use list_files or status.', data: { git } });

/** What git says, in the order in which it is looked at, and what that means. */
export const known: readonly (readonly [RegExp, Refusal])[] = [
  // Before all others, whose words a name may hold; a name may have several lines.
  [/^(?:fatal|error): pathspec '[\s\S]*' did not match/m, noPath],
  [
    /dubious ownership/,
    (git) =>
      fail('permission_denied', 'The repository belongs to another user, so it is not trusted.', {
        next: 'Ask the operator to start the server with --trust-owners, or to change the owner of the folder.',
        data: { git },
      }),
  ],
  [
    /not a git repository|cannot use bare repository/,
    (git) => fail('not_found', 'There is no repository that may be served here.', { data: { git } }),
  ],
  [
    /\.lock': File exists|Another git process seems to be running/,
    (git) =>
      fail('busy', 'The repository is locked by another git process, or by one that was killed.', {
        next: 'Wait and call again. If no git process runs there, the user may remove the lock file; the server never does.',
        data: { git },
      }),
  ],
  [notFetched, notHere],
  [
    /no valid patches in input|corrupt patch|patch fragment without header|unrecognized input/i,
    (git) =>
      fail('invalid_arguments', 'patch is no patch that git can read.', {
        next: 'Pass a unified diff as diff answers it: a header of each file, and hunks whose counts are right.',
        data: { git },
      }),
  ],
  [
    /patch does not apply|patch failed|does not match index|already exists in (?:index|working directory)/i,
    (git) =>
      fail('conflict', 'patch does not fit the files. Nothing was changed.', {
        next: 'data.git names the place; read the file again and make the patch anew.',
        data: { git },
      }),
  ],
  [
    /unmatched [([{]|invalid regex|-e option,|invalid (?:preceding regular expression|range end|back reference|content of)|trailing backslash/i,
    (git) =>
      fail('invalid_arguments', 'pattern is not a POSIX extended regular expression.', {
        next: 'Correct pattern, or pass regex as false to find it literally.',
        data: { git },
      }),
  ],
  [
    /is a merge but no -m option/i,
    (git) =>
      fail('invalid_arguments', 'revision is a merge, so mainline is needed.', {
        next: 'Pass mainline: 1 for the first of the parents that show gives.',
        data: { git },
      }),
  ],
  [
    /is not a merge|mainline was specified but|does not have parent \d+/i,
    (git) =>
      fail('invalid_arguments', 'mainline is no parent of that commit.', {
        next: 'Leave mainline out for a commit that is no merge; show gives the parents.',
        data: { git },
      }),
  ],
  [
    /ignored by one of your \.gitignore/i,
    (git) =>
      fail('conflict', 'files names what the repository ignores. Nothing was staged.', {
        next: 'Name other files, or change .gitignore first.',
        data: { git },
      }),
  ],
  [
    /cannot delete branch .* (?:checked out at|used by worktree)/i,
    (git) =>
      fail('conflict', 'branch_name is checked out, so it is not deleted.', {
        next: 'Go to another branch with checkout first, or remove_worktree where a work tree has it.',
        data: { git },
      }),
  ],
  [
    /stale info/i,
    (git) =>
      fail('conflict', 'The remote branch is not at the expected commit. Nothing was replaced.', {
        next: 'Use fetch, look at what came with compare, then pass the commit it is at now.',
        data: { git },
      }),
  ],
  [
    /not possible to fast-forward|diverging branches|non-fast-forward|fetch first|cannot be resolved to branch/i,
    (git) =>
      fail('conflict', 'Both sides have commits that the other has not. Nothing was changed.', {
        next: 'Use fetch where a remote is concerned, then merge or rebase; compare shows what each side has.',
        data: { git },
      }),
  ],
  [
    /refusing to merge unrelated histories/i,
    (git) =>
      fail('conflict', 'The two histories have no commit in common. Nothing was changed.', {
        next: 'Use cherry_pick for single commits, or ask the user to merge them with git.',
        data: { git },
      }),
  ],
  [
    /(?:cherry-pick|patch) is now empty|nothing to commit|no changes added|nothing added to commit/i,
    (git) =>
      fail('conflict', 'There is nothing to commit: the changes are there already.', {
        next: 'Look at status and log.',
        data: { git },
      }),
  ],
  [
    /authentication failed|could not read (?:username|password)|terminal prompts disabled|permission denied \((?:publickey|password|keyboard)|host key verification failed/i,
    (git) =>
      fail('permission_denied', 'The remote did not accept who asks, or is not known to this machine.', {
        next: 'Ask the operator for --credential-helper, a key in the SSH agent, or the host key of the remote.',
        data: { git },
      }),
  ],
  [
    /could not resolve host|unable to access|failed to connect|connection (?:refused|timed out|reset|closed)|network is unreachable|no route to host|could not read from remote repository|the remote end hung up/i,
    (git) =>
      fail('unavailable', 'The remote was not reached, or did not answer.', {
        next: 'Look at the URL with list_remotes, and call again later.',
        data: { git },
      }),
  ],
  [
    /not a valid object name|malformed object name|unknown revision|bad revision|ambiguous argument|bad object|Needed a single revision|not a commit|invalid reference|does not have any commits yet|only has \d+ entries|invalid object name|unable to resolve reference/i,
    (git) =>
      fail('not_found', NO_REVISION, {
        next: 'Name a branch of list_branches, a tag, or a commit of log. A new repository has none before its first commit.',
        data: { git },
      }),
  ],
  [
    /needs merge|resolve your current index|unmerged files|fix conflicts and then|you have unmerged/i,
    (git) =>
      fail('conflict', 'Files are in conflict. Nothing was changed.', {
        next: 'status shows them: resolve them with resolve_conflict or by editing and add, or give the operation up with abort_operation.',
        data: { git },
      }),
  ],
  [
    /would be overwritten|local changes|unstaged changes|uncommitted changes|not uptodate/i,
    (git) =>
      fail('conflict', 'Uncommitted changes are in the way. Nothing was changed.', {
        next: 'Commit or stash them first; status shows them.',
        data: { git },
      }),
  ],
  [
    /while (?:rebasing|merging|cherry-picking|reverting|bisecting)|in the middle of|is already in progress|rebase-(?:merge|apply) directory/i,
    (git) =>
      fail('conflict', 'Another operation is in progress. Nothing was changed.', {
        next: 'End it first, with continue_operation or abort_operation; status names it.',
        data: { git },
      }),
  ],
  [
    /already exists|already checked out|is already used by worktree/i,
    (git) => fail('already_exists', 'That name or place is taken.', { data: { git } }),
  ],
  [/no such path|does not exist in|exists on disk, but not in/i, noPath],
  [/no space left|disk quota/i, (git) => fail('no_space', 'The disk is full.', { data: { git } })],
  [
    /permission denied|insufficient permission|read-only file system/i,
    (git) => fail('permission_denied', 'Access was refused.', { data: { git } }),
  ],
  [
    /Please tell me who you are|empty ident name|unable to auto-detect email/i,
    () =>
      fail('invalid_arguments', 'Nobody is named as the author of commits.', {
        next: 'Ask the operator to start the server with --author-name and --author-email, or to set user.name and user.email in the repository.',
      }),
  ],
];
