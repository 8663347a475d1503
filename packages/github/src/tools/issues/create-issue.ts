import * as z from 'zod';
import { findMarked, markerOf, oneAfterTheOther } from '../../issues/creation-marker.ts';
import { body, names, title } from '../../issues/fields.ts';
import { defined } from '../../schema/defined.ts';
import { owner, repo } from '../../schema/names.ts';
import type { ToolContext } from '../../services.ts';
import { changeOnce } from '../../writing/unknown-outcome.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

const input = z.object({
  owner,
  repo,
  title,
  body: body.optional(),
  labels: names.optional(),
  assignees: names.optional(),
  milestone: z.int().optional(),
  type: z.string().optional(),
  idempotencyKey: z.string().optional(),
});

export const createIssue = defineGitHubTool({
  name: 'create_issue',
  title: 'Create an issue',
  toolset: 'issues',
  description: 'Called again with the same idempotencyKey it answers the issue made before.',
  effect: 'write',
  input,
  output: z.object({ number: z.int(), url: z.string(), created: z.boolean() }),
  run(input, context) {
    const { owner, repo, idempotencyKey } = input;
    if (idempotencyKey === undefined) return create(input, undefined, context);
    const marker = markerOf(owner, repo, idempotencyKey, context.credential);
    return oneAfterTheOther(marker, () => create(input, marker, context));
  },
});

async function create(
  { owner, repo, idempotencyKey: _, body, ...rest }: z.output<typeof input>,
  marker: string | undefined,
  context: ToolContext,
) {
  const find = async () =>
    marker === undefined ? undefined : await findMarked(owner, repo, marker, context);
  const known = await find();
  if (known) return { number: known.number, url: known.html_url, created: false };
  const text = marker === undefined ? body : `${body ?? ''}\n\n${marker}`;
  const made = await changeOnce(
    async () => {
      const { data } = await context.request('POST /repos/{owner}/{repo}/issues', {
        owner,
        repo,
        ...defined(rest),
        title: rest.title,
        ...(text !== undefined && { body: text }),
      });
      return data;
    },
    {
      check:
        marker === undefined
          ? 'Check with list_issues, newest first, whether the issue is there before you call again.'
          : 'Wait a moment, then call again with the same idempotencyKey: it finds the issue if it was made.',
      ...(marker !== undefined && { find }),
    },
  );
  return { number: made.number, url: made.html_url, created: true };
}
