import * as z from 'zod';
import { writeCommit } from '../../git/write-tree.ts';
import { created, json, notFound, Refusal } from '../../http/reply.ts';
import { type Route, route } from '../../http/route.ts';
import { gitCommitJson } from '../../render/commit.ts';
import { checkEmpty } from './empty.ts';
import { signatureBody, signatureOf } from './signature.ts';

const commitBody = z.object({
  message: z.string(),
  tree: z.string(),
  parents: z.array(z.string()).default([]),
  author: signatureBody,
  committer: signatureBody,
});

export const gitCommitRoutes: readonly Route[] = [
  route('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', (call) => {
    const sha = call.param('commit_sha');
    if (call.repo.git.typeOf(sha) !== 'commit') throw notFound();
    return json(gitCommitJson(call, call.repo, call.repo.git.commit(sha)));
  }),
  route('POST /repos/{owner}/{repo}/git/commits', (call) => {
    const { git } = call.repo;
    checkEmpty(call.repo);
    const { message, tree, parents, author, committer } = call.body(commitBody);
    if (git.typeOf(tree) !== 'tree') throw new Refusal(422, 'Tree SHA does not exist');
    if (parents.some((one) => git.typeOf(one) !== 'commit')) {
      throw new Refusal(422, 'Parent SHA does not exist or is not a commit object');
    }
    const by = signatureOf(call, author);
    const signed = committer ? signatureOf(call, committer) : by;
    const sha = writeCommit(git, { tree, parents, message, author: by, committer: signed });
    return created(gitCommitJson(call, call.repo, git.commit(sha)));
  }),
];
