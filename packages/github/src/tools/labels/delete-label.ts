import * as z from 'zod';
import { lineOf } from '../../people/text.ts';
import { owner, repo } from '../../schema/names.ts';
import { changeOnce } from '../../writing/unknown-outcome.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

export const deleteLabel = defineGitHubTool({
  name: 'delete_label',
  title: 'Delete a label',
  toolset: 'labels',
  description: 'Delete a label; every issue loses it.',
  effect: 'destroy',
  idempotent: true,
  input: z.object({ owner, repo, name: z.string() }),
  output: z.object({ deleted: z.string() }),
  confirmation: ({ owner, repo, name }) =>
    `Delete the label "${lineOf(name)}" of ${owner}/${repo}? Every issue loses it.`,
  run: (label, { request }) =>
    changeOnce(
      async () => {
        await request('DELETE /repos/{owner}/{repo}/labels/{name}', label);
        return { deleted: label.name };
      },
      { check: 'Call again: not_found says that it is gone.' },
    ),
});
