import { ToolError } from '@portolan/runtime';
import * as z from 'zod';
import { objectId, owner, ref, repo } from '../../schema/names.ts';
import type { ToolContext } from '../../services.ts';
import { demandState, fileAt, modeOf, shownPath, writablePath } from '../../writing/check-target.ts';
import { blobId, type CommitRequest, commitChanges } from '../../writing/commit-changes.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const createOrUpdateFile = defineGitHubTool({
  name: 'create_or_update_file',
  title: 'Write a file',
  toolset: 'repos_write',
  description:
    'Write one file and commit; also the first of an empty repository. To replace a file give its sha, as get_file_contents shows it.',
  effect: 'destroy',
  input: z.object({
    owner,
    repo,
    path: writablePath,
    content: z.string(),
    message: z.string().min(1).max(65_536),
    branch: ref,
    sha: objectId.optional(),
  }),
  output: z.object({ commit: z.string(), sha: z.string() }),
  confirmation: ({ owner, repo, path, branch, sha }) =>
    `${sha === undefined ? 'Create' : 'Replace'} ${shownPath(path)} on ${branch} of ${owner}/${repo}?`,
  async run({ path, content, sha, ...request }, context) {
    const bytes = Buffer.from(content);
    const write = () =>
      commitChanges(context, request, async (branch) => {
        const entry = await fileAt(branch, path);
        demandState(path, entry, sha);
        return [{ path, bytes, mode: modeOf(entry) }];
      });
    const commit = await write().then(
      (done) => done.commit,
      (error: unknown) => {
        if (sha === undefined && isEmptyRepository(error)) return writeFirst(context, request, path, bytes);
        throw error;
      },
    );
    return { commit, sha: blobId(bytes) };
  },
});

const isEmptyRepository = (error: unknown) =>
  error instanceof ToolError && error.code === 'not_found' && error.data?.status === 409;

/** A repository without a commit takes its first by the contents API only. */
async function writeFirst(
  { request }: ToolContext,
  { owner, repo, branch, message }: CommitRequest,
  path: string,
  bytes: Buffer,
): Promise<string> {
  const { data } = await request('PUT /repos/{owner}/{repo}/contents/{path}', {
    owner,
    repo,
    path,
    branch,
    message,
    content: bytes.toString('base64'),
  });
  return data.commit.sha ?? '';
}
