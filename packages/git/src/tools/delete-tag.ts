import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { repo_path } from '../reading/fields.ts';
import { checkName } from '../running/grammar.ts';
import { keepCommit, withBackup } from '../writing/backup.ts';
import { lossOf, lossOutput, preview } from '../writing/loss.ts';
import { defineGitTool } from './define-git-tool.ts';

export const deleteTag = defineGitTool({
  name: 'delete_tag',
  title: 'Delete tag',
  toolset: 'destroy',
  description:
    'Delete a tag here, not at remotes. By default only says whether it exists; the tag, its message too, stays under the backup ref.',
  effect: 'destroy',
  input: z.object({ repo_path, tag_name: z.string(), preview }),
  output: lossOutput,
  confirmation: ({ tag_name, preview }) =>
    preview ? undefined : `Delete the tag ${tag_name}? It is kept under a backup ref.`,
  run: async ({ tag_name, preview }, repository) => {
    const ref = `refs/tags/${checkName(tag_name, 'tag_name')}`;
    const { stdout, code } = await repository.git(['rev-parse', '-q', '--verify', ref], { accept: [1] });
    if (code !== 0) fail('not_found', 'No tag has that name.', { next: 'Use list_tags.' });
    const id = stdout.toString('utf8').trim();
    const loss = lossOf(undefined);
    if (preview) return { ...loss, done: false };
    const backup = await keepCommit(repository, 'delete-tag', id);
    // Only where it is still what was kept.
    await withBackup(repository, backup, () =>
      repository.git(['update-ref', '-d', ref, id], { writes: true }),
    );
    return { ...loss, done: true, backup };
  },
});
