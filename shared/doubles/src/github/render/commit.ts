import type { Commit } from '../git/commit.ts';
import { diffFiles, EMPTY_TREE, type FileDiff } from '../git/diff.ts';
import type { Call } from '../http/call.ts';
import type { Repo } from '../state/repository.ts';
import { nodeId } from '../state/world.ts';
import { repoHtml, repoUrl } from './repository.ts';
import { maybeUserJson } from './user.ts';

const unsigned = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };

/** A commit as git has it. */
export function gitCommitJson(call: Call, repo: Repo, commit: Commit) {
  const url = `${repoUrl(call, repo)}/git`;
  return {
    sha: commit.sha,
    node_id: nodeId('C', commit.sha),
    url: `${url}/commits/${commit.sha}`,
    html_url: `${repoHtml(call, repo)}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    tree: { sha: commit.tree, url: `${url}/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/commits/${sha}`,
      html_url: `${repoHtml(call, repo)}/commit/${sha}`,
    })),
    verification: unsigned,
  };
}

/** A commit as GitHub shows it: with the accounts behind the addresses. */
export function commitJson(call: Call, repo: Repo, commit: Commit) {
  const url = `${repoUrl(call, repo)}/commits/${commit.sha}`;
  const { sha, author, committer, message, tree } = commit;
  return {
    sha,
    node_id: nodeId('C', sha),
    commit: {
      author,
      committer,
      message,
      tree: { sha: tree, url: `${repoUrl(call, repo)}/git/trees/${tree}` },
      url: `${repoUrl(call, repo)}/git/commits/${sha}`,
      comment_count: 0,
      verification: unsigned,
    },
    url,
    html_url: `${repoHtml(call, repo)}/commit/${sha}`,
    comments_url: `${url}/comments`,
    author: maybeUserJson(call, call.world.accountByEmail(author.email)),
    committer: maybeUserJson(call, call.world.accountByEmail(committer.email)),
    parents: commit.parents.map((parent) => ({
      sha: parent,
      url: `${repoUrl(call, repo)}/commits/${parent}`,
      html_url: `${repoHtml(call, repo)}/commit/${parent}`,
    })),
  };
}

/** What a commit changed against its first parent. */
export const changesOf = (repo: Repo, commit: Commit): readonly FileDiff[] =>
  diffFiles(repo.git, commit.parents[0] ?? EMPTY_TREE, commit.sha);

export function statsOf(files: readonly FileDiff[]) {
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  return { total: additions + deletions, additions, deletions };
}

/** Above this GitHub shows a file without its patch. */
const MAX_PATCH_BYTES = 1_000_000;

/** A file of a commit, a comparison or a pull request. */
export function fileJson(call: Call, repo: Repo, commit: string, file: FileDiff) {
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  const html = repoHtml(call, repo);
  const hasPatch = file.patch !== undefined && file.patch.length <= MAX_PATCH_BYTES;
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${html}/blob/${commit}/${encodeURIComponent(file.path)}`,
    raw_url: `${html}/raw/${commit}/${encodeURIComponent(file.path)}`,
    contents_url: `${repoUrl(call, repo)}/contents/${path}?ref=${commit}`,
    ...(hasPatch && { patch: file.patch }),
    ...(file.previousPath !== undefined && { previous_filename: file.previousPath }),
  };
}
