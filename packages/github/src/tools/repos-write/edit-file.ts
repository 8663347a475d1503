import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { fileText } from '../../repository/file-text.ts';
import { readBlob } from '../../repository/read-path.ts';
import { objectId, owner, ref, repo } from '../../schema/names.ts';
import { applyEdits } from '../../writing/apply-edits.ts';
import { demandState, fileAt, modeOf, shownPath, writablePath } from '../../writing/check-target.ts';
import { commitChanges } from '../../writing/commit-changes.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const editFile = defineGitHubTool({
  name: 'edit_file',
  title: 'Edit a file',
  toolset: 'repos_write',
  description:
    'Replace exact texts, each of which is in the file once, and commit. sha: of the file as you read it.',
  effect: 'destroy',
  input: z.object({
    owner,
    repo,
    path: writablePath,
    branch: ref,
    sha: objectId,
    edits: z
      .array(z.object({ oldText: z.string().min(1), newText: z.string() }))
      .min(1)
      .max(100),
    message: z.string().min(1).max(65_536),
  }),
  output: z.object({ commit: z.string(), sha: z.string() }),
  confirmation: ({ owner, repo, path, branch, edits }) =>
    `Make ${edits.length} edits in ${shownPath(path)} on ${branch} of ${owner}/${repo}?`,
  async run({ path, sha, edits, ...request }, context) {
    const { commit, files } = await commitChanges(context, request, async (branch) => {
      const entry = await fileAt(branch, path);
      demandState(path, entry, sha);
      if (entry?.mode === '120000')
        fail('unsupported', `${path} is a symbolic link.`, { next: 'Use push_files.' });
      const content = fileText(await readBlob(context, request, sha));
      if (content.kind !== 'text')
        fail('unsupported', `${path} is no text (${content.kind}).`, { next: 'Use push_files.' });
      const edited = applyEdits(content.text, edits);
      if (edited === content.text) fail('invalid_arguments', 'The edits change nothing.');
      return [{ path, bytes: Buffer.from(edited), mode: modeOf(entry) }];
    });
    return { commit, sha: files[0]?.sha ?? '' };
  },
});
