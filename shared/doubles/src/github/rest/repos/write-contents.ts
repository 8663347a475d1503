import * as z from 'zod';
import type { TreeEntry } from '../../git/tree-entry.ts';
import { writeCommit, writeTree } from '../../git/write-tree.ts';
import type { Call } from '../../http/call.ts';
import { json, Refusal, type Reply } from '../../http/reply.ts';
import { gitCommitJson } from '../../render/commit.ts';
import { pushed } from '../git/refs.ts';
import { signatureBody, signatureOf } from '../git/signature.ts';
import { isMalformed } from '../git/trees.ts';
import { entryJson } from './contents.ts';
import { checkPush } from './protection.ts';

const shared = {
  message: z.string(),
  branch: z.string().optional(),
  committer: signatureBody,
  author: signatureBody,
};
const putBody = z.object({ ...shared, content: z.string(), sha: z.string().optional() });
const deleteBody = z.object({ ...shared, sha: z.string() });

interface Place {
  readonly path: string;
  readonly branch: string;
  readonly head: string | undefined;
  readonly entry: TreeEntry | undefined;
}

function placeOf(call: Call, wanted: string | undefined): Place {
  const path = call.param('path');
  if (isMalformed(path)) throw new Refusal(422, 'path contains a malformed path component');
  const { git, defaultBranch } = call.repo;
  const branch = wanted ?? defaultBranch;
  const head = git.refs().get(`refs/heads/${branch}`)?.sha;
  if (head === undefined && git.refs().size > 0) throw new Refusal(404, `Branch ${branch} not found`);
  checkPush(call, `refs/heads/${branch}`);
  return { path, branch, head, entry: head === undefined ? undefined : git.entry(head, path) };
}

/** The hash given must be that of the file there is. */
function checkSha({ path, entry }: Place, sha: string | undefined): void {
  if (entry && sha === undefined) throw new Refusal(422, 'Invalid request.\n\n"sha" wasn\'t supplied.');
  if (sha !== undefined && entry?.sha !== sha) throw new Refusal(409, `${path} does not match ${sha}`);
}

interface Change {
  readonly message: string;
  readonly author?: z.output<typeof signatureBody>;
  readonly committer?: z.output<typeof signatureBody>;
}

function commitChange(
  call: Call,
  { path, branch, head, entry }: Place,
  change: Change,
  sha: string | null,
): string {
  const { git } = call.repo;
  const mode = entry?.mode ?? '100644';
  const tree = writeTree(git, head, [{ path, mode, sha }]);
  const author = signatureOf(call, change.author ?? change.committer);
  const committer = change.committer ? signatureOf(call, change.committer) : author;
  const parents = head === undefined ? [] : [head];
  const commit = writeCommit(git, { tree, parents, message: change.message, author, committer });
  git.setRef(`refs/heads/${branch}`, commit);
  pushed(call);
  return commit;
}

export function putContent(call: Call): Reply {
  const change = call.body(putBody);
  const place = placeOf(call, change.branch);
  if (place.entry?.type === 'tree') throw new Refusal(422, `${place.path} is a directory`);
  checkSha(place, change.sha);
  const sha = call.repo.git.write(Buffer.from(change.content, 'base64'));
  const commit = commitChange(call, place, change, sha);
  const written = call.repo.git.entry(commit, place.path);
  if (!written) throw new Error('the file is not in its commit');
  const answer = {
    content: entryJson(call, call.repo, written, place.branch),
    commit: gitCommitJson(call, call.repo, call.repo.git.commit(commit)),
  };
  return json(answer, place.entry ? 200 : 201);
}

export function deleteContent(call: Call): Reply {
  const change = call.body(deleteBody);
  const place = placeOf(call, change.branch);
  if (!place.entry) throw new Refusal(404, 'Not Found');
  checkSha(place, change.sha);
  const commit = commitChange(call, place, change, null);
  return json({ content: null, commit: gitCommitJson(call, call.repo, call.repo.git.commit(commit)) });
}
