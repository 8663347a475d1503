import { posix } from 'node:path';
import { text } from '@portolan/runtime';
import * as z from 'zod';
import { applyPatch as apply, type PatchedFile } from '../comparing/apply-patch.ts';
import { readPatch } from '../comparing/read-patch.ts';
import { defineFileTool } from './define-file-tool.ts';
import { flag } from './fields.ts';

const patched = {
  modify: ['Modified', 'Would modify'],
  create: ['Created', 'Would create'],
  delete: ['Deleted', 'Would delete'],
} as const;

export const applyPatch = defineFileTool({
  name: 'apply_patch',
  title: 'Apply Patch',
  toolset: 'edit',
  description:
    'Apply a unified diff over one or several files, all or nothing. Deleted files go to the trash.',
  effect: 'write',
  destructive: true,
  input: z.object({
    patch: z.string(),
    folder: z.string().optional().describe('What the paths of the patch are relative to'),
    dryRun: flag,
    ifMatch: z.record(z.string(), z.string()).optional().describe('By path in the patch: hash from a read'),
  }),
  output: z.object({
    files: z.array(
      z.object({
        path: z.string(),
        action: z.enum(['modify', 'create', 'delete']),
        hash: z.string().optional(),
        size: z.number(),
      }),
    ),
    dryRun: z.boolean(),
  }),
  paths: async ({ patch, folder }) =>
    (await readPatch(patch)).map(({ path }) => (folder === undefined ? path : posix.join(folder, path))),
  render: ({ files, dryRun }) => [
    text(files.map(({ action, path }) => `${patched[action][dryRun ? 1 : 0]} ${path}`).join('\n')),
  ],
  run: async ({ patch, folder, dryRun = false, ifMatch }, files) => {
    const changed = await apply(files.writing, patch, { folder, dryRun, ifMatch });
    return { files: changed.map(facts), dryRun };
  },
});

const facts = ({ path, action, hash, size }: PatchedFile) => ({
  path,
  action,
  size,
  ...(hash !== undefined && { hash }),
});
