import { type BlameRange, blame } from '../git/blame.ts';
import type { Commit, Signature } from '../git/commit.ts';
import type { Repo } from '../state/repository.ts';
import { fullNameOf } from '../state/repository.ts';
import { nodeId } from '../state/world.ts';
import { fault } from './fault.ts';
import type { Graph } from './graph.ts';
import { maybeAccountView } from './view-account.ts';

const actor = (graph: Graph, { name, email, date }: Signature) => ({
  name,
  email,
  date,
  user: () => maybeAccountView(graph, graph.world.accountByEmail(email)),
});

function commitView(graph: Graph, repo: Repo, commit: Commit) {
  const [headline = '', ...rest] = commit.message.split('\n');
  return {
    __typename: 'Commit',
    id: nodeId('C', commit.sha),
    oid: commit.sha,
    abbreviatedOid: commit.sha.slice(0, 7),
    url: graph.url(`${fullNameOf(repo)}/commit/${commit.sha}`),
    message: commit.message,
    messageHeadline: headline,
    messageBody: rest.join('\n').trim(),
    authoredDate: commit.author.date,
    committedDate: commit.committer.date,
    author: actor(graph, commit.author),
    committer: actor(graph, commit.committer),
    blame: ({ path }: { readonly path: string }) => blameView(graph, repo, commit, path),
  };
}

function blameView(graph: Graph, repo: Repo, commit: Commit, path: string) {
  if (repo.git.entry(commit.sha, path)?.type !== 'blob') {
    throw fault('NOT_FOUND', `Could not resolve file for path '${path}'.`);
  }
  const ranges = blame(repo.git, commit.sha, path);
  const times = ranges.map(({ sha }) => Date.parse(repo.git.commit(sha).committer.date));
  const newest = Math.max(...times);
  const oldest = Math.min(...times);
  return {
    ranges: ranges.map(({ sha, start, end }: BlameRange, at) => ({
      startingLine: start,
      endingLine: end,
      // From 1 for the newest to 10 for the oldest.
      age: newest === oldest ? 1 : 1 + Math.round((9 * (newest - (times[at] ?? newest))) / (newest - oldest)),
      commit: () => commitView(graph, repo, repo.git.commit(sha)),
    })),
  };
}

/** Any object of git. */
export function objectView(graph: Graph, repo: Repo, oid: string) {
  switch (repo.git.typeOf(oid)) {
    case 'commit':
      return commitView(graph, repo, repo.git.commit(oid));
    case 'tree':
      return { __typename: 'Tree', id: nodeId('T', oid), oid };
    case 'blob': {
      const content = repo.git.read(oid);
      const isBinary = content.includes(0);
      const text = isBinary ? null : content.toString('utf8');
      return { __typename: 'Blob', id: nodeId('B', oid), oid, byteSize: content.length, isBinary, text };
    }
    default:
      return null;
  }
}
