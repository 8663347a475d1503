import { ToolError } from '@portolan/runtime';
import * as z from 'zod';
import { lineOf } from '../../people/text.ts';
import { defined } from '../../schema/defined.ts';
import { owner, repo } from '../../schema/names.ts';
import type { ToolContext } from '../../services.ts';
import { defineGitHubTool } from '../define-github-tool.ts';

const color = z.string().refine((value) => /^[0-9a-f]{6}$/i.test(value), 'is six hexadecimal digits');
const input = z.object({
  owner,
  repo,
  name: z.string(),
  new_name: z.string().optional(),
  color: color.optional(),
  description: z.string().optional(),
});

export const writeLabel = defineGitHubTool({
  name: 'write_label',
  title: 'Write a label',
  toolset: 'labels',
  description: 'Change a label, or create it where there is none of that name. color: 6 hex digits.',
  effect: 'write',
  destructive: true,
  idempotent: true,
  untrusted: ['name'],
  input,
  output: z.object({ name: z.string(), color: z.string(), created: z.boolean() }),
  async run(label, context) {
    const known = await findLabel(label, context);
    const { data } = known ? await change(label, context) : await create(label, context);
    return { name: lineOf(data.name), color: data.color, created: !known };
  },
});

type Label = z.output<typeof input>;

async function findLabel({ owner, repo, name }: Label, { request }: ToolContext): Promise<boolean> {
  try {
    await request('GET /repos/{owner}/{repo}/labels/{name}', { owner, repo, name });
    return true;
  } catch (error) {
    // Where the repository itself is not there, making the label says so.
    if (error instanceof ToolError && error.code === 'not_found') return false;
    throw error;
  }
}

const change = (label: Label, context: ToolContext) =>
  context.with({ idempotent: true }).request('PATCH /repos/{owner}/{repo}/labels/{name}', defined(label));

// GitHub refuses a second label of a name, so that sending it twice makes one.
const create = ({ new_name, ...label }: Label, context: ToolContext) =>
  context.request('POST /repos/{owner}/{repo}/labels', defined({ ...label, name: new_name ?? label.name }));
