import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { objectId, owner, ref, repo } from '../../schema/names.ts';
import { demandState, fileAt, modeOf, writablePath } from '../../writing/check-target.ts';
import { type Change, commitChanges } from '../../writing/commit-changes.ts';
import type { OpenBranch } from '../../writing/open-branch.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

const File = z.object({
  path: writablePath,
  content: z.string().optional(),
  encoding: z.enum(['utf-8', 'base64']).optional(),
  delete: z.boolean().optional(),
  mode: z.enum(['100644', '100755', '120000']).optional(),
  sha: objectId.optional(),
});

export const pushFiles = defineGitHubTool({
  name: 'push_files',
  title: 'Push files',
  toolset: 'repos_write',
  description:
    'Write and delete up to 100 files in one commit; never forces. expectedHead and sha of files: refuse where they moved on.',
  effect: 'destroy',
  input: z.object({
    owner,
    repo,
    branch: ref,
    files: z.array(File).min(1).max(100),
    message: z.string().min(1).max(65_536),
    expectedHead: objectId.optional(),
  }),
  output: z.object({
    commit: z.string(),
    files: z.array(
      z.object({ path: z.string(), sha: z.string().optional(), deleted: z.boolean().optional() }),
    ),
  }),
  confirmation: ({ owner, repo, branch, files }) => {
    const deleted = files.filter((file) => file.delete).length;
    return `Write ${files.length - deleted} files and delete ${deleted} on ${branch} of ${owner}/${repo}?`;
  },
  async run({ files, ...request }, context) {
    refuseClashes(files.map(({ path }) => path));
    return commitChanges(context, request, (branch) =>
      Promise.all(files.map((file) => changeOf(branch, file))),
    );
  },
});

async function changeOf(branch: OpenBranch, file: z.output<typeof File>): Promise<Change> {
  const { path, content, mode, sha } = file;
  const entry = await fileAt(branch, path);
  if (sha !== undefined) demandState(path, entry, sha);
  if (file.delete) {
    if (content !== undefined) fail('invalid_arguments', `${path} is both written and deleted.`);
    if (entry === undefined) fail('not_found', `There is no ${path} on this branch.`);
    return { path, delete: true };
  }
  if (content === undefined) return fail('invalid_arguments', `${path} has no content.`);
  return { path, bytes: bytesOf(path, content, file.encoding), mode: mode ?? modeOf(entry) };
}

function bytesOf(path: string, content: string, encoding: 'utf-8' | 'base64' = 'utf-8'): Uint8Array {
  const compact = content.replaceAll(/\s/g, '');
  if (encoding === 'utf-8') return Buffer.from(content);
  if (!z.base64().safeParse(compact).success)
    fail('invalid_arguments', `The content of ${path} is not base64.`);
  return Buffer.from(compact, 'base64');
}

/** A path that is named twice, or is a folder of another, could not be what the caller means. */
function refuseClashes(paths: readonly string[]): void {
  const all = new Set(paths);
  if (all.size < paths.length) fail('invalid_arguments', 'A path is named more than once.');
  const clash = paths.find((path) =>
    path.split('/').some((_, index, parts) => index > 0 && all.has(parts.slice(0, index).join('/'))),
  );
  if (clash !== undefined) fail('invalid_arguments', `${clash} lies below another path of this call.`);
}
