import * as z from 'zod';
import { mergeTrees } from '../../git/merge.ts';
import { writeCommit } from '../../git/write-tree.ts';
import type { Call } from '../../http/call.ts';
import { paged } from '../../http/paging.ts';
import { created, json, noContent, Refusal, type Reply } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { commitJson } from '../../render/commit.ts';
import { repoHtml, repoUrl } from '../../render/repository.ts';
import { nodeId } from '../../state/world.ts';
import { pushed } from '../git/refs.ts';
import { signatureOf } from '../git/signature.ts';
import { protectionJson } from './protection.ts';

const HEADS = 'refs/heads/';

function listBranches(call: Call): Reply {
  const wanted = call.query.get('protected');
  const isProtected = (name: string) => call.repo.protectedBranches.has(name);
  const branches = call.repo.git
    .refsBelow(HEADS)
    .map(({ name, sha }) => ({ name: name.slice(HEADS.length), sha }))
    .filter(({ name }) => wanted === null || String(isProtected(name)) === wanted);
  return paged(call, branches, ({ name, sha }) => ({
    name,
    commit: { sha, url: `${repoUrl(call, call.repo)}/commits/${sha}` },
    protected: isProtected(name),
    protection: protectionJson(isProtected(name)),
    protection_url: `${repoUrl(call, call.repo)}/branches/${encodeURIComponent(name)}/protection`,
  }));
}

function getBranch(call: Call): Reply {
  const name = call.param('branch');
  const ref = call.repo.git.refs().get(HEADS + name);
  if (!ref) throw new Refusal(404, 'Branch not found');
  const self = `${repoUrl(call, call.repo)}/branches/${encodeURIComponent(name)}`;
  const isProtected = call.repo.protectedBranches.has(name);
  return json({
    name,
    commit: commitJson(call, call.repo, call.repo.git.commit(ref.sha)),
    _links: { self, html: `${repoHtml(call, call.repo)}/tree/${encodeURIComponent(name)}` },
    protected: isProtected,
    protection: protectionJson(isProtected),
    protection_url: `${self}/protection`,
  });
}

const mergeBody = z.object({ base: z.string(), head: z.string(), commit_message: z.string().optional() });

/** Merges a revision into a branch without a pull request. */
function mergeBranch(call: Call): Reply {
  const { base, head, commit_message } = call.body(mergeBody);
  const { git } = call.repo;
  const into = git.refs().get(HEADS + base)?.sha;
  if (into === undefined) throw new Refusal(404, 'Base does not exist');
  const from = git.resolve(head);
  if (from === undefined) throw new Refusal(404, 'Head does not exist');
  if (git.isAncestor(from, into)) return noContent;
  const tree = mergeTrees(git, into, from);
  if (tree === undefined) throw new Refusal(409, 'Merge conflict');
  const author = signatureOf(call, undefined);
  const message = commit_message ?? `Merge ${head} into ${base}`;
  const sha = writeCommit(git, { tree, parents: [into, from], message, author, committer: author });
  git.setRef(HEADS + base, sha);
  pushed(call);
  return created(commitJson(call, call.repo, git.commit(sha)));
}

function listTags(call: Call): Reply {
  const url = repoUrl(call, call.repo);
  const tags = call.repo.git.refsBelow('refs/tags/').toReversed();
  return paged(call, tags, ({ name: full, commit }) => {
    const name = full.slice('refs/tags/'.length);
    return {
      name,
      zipball_url: `${url}/zipball/${full}`,
      tarball_url: `${url}/tarball/${full}`,
      commit: { sha: commit, url: `${url}/commits/${commit}` },
      node_id: nodeId('REF', full),
    };
  });
}

export const branchRoutes: readonly Route[] = [
  route('GET /repos/{owner}/{repo}/branches', listBranches),
  route('GET /repos/{owner}/{repo}/branches/{branch}', getBranch),
  route('POST /repos/{owner}/{repo}/merges', mergeBranch),
  route('GET /repos/{owner}/{repo}/tags', listTags),
];
