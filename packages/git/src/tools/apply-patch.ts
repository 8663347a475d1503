import { fail, fitting } from '@portolan/runtime';
import * as z from 'zod';
import { repo_path } from '../reading/fields.ts';
import { numstatEntry } from '../reading/parse-raw.ts';
import { demandPermitted } from '../reading/permitted.ts';
import { nameParts } from '../reading/records.ts';
import { checkPath } from '../running/grammar.ts';
import { guardWorkTree } from '../writing/guard-work-tree.ts';
import { defineGitTool } from './define-git-tool.ts';

const targets = { worktree: [], index: ['--cached'], both: ['--index'] } as const;

export const applyPatch = defineGitTool({
  name: 'apply_patch',
  title: 'Apply patch',
  toolset: 'write',
  description:
    'Apply a patch to the work tree, the index (to stage single hunks) or both; all of it or nothing. check only says whether it fits.',
  effect: 'write',
  destructive: true,
  input: z.object({
    repo_path,
    patch: z.string().min(1).max(4_000_000),
    to: z.enum(['worktree', 'index', 'both']).default('worktree'),
    reverse: z.boolean().default(false),
    check: z.boolean().default(false),
  }),
  output: z.object({ files: z.array(z.string()), applied: z.boolean() }),
  run: async ({ patch, to, reverse, check }, repository) => {
    const listed = await repository.git(['apply', '--numstat', '-z', '-'], { input: patch });
    const parts = [...nameParts(listed.stdout)];
    const files: string[] = [];
    while (parts.length > 0) files.push(checkPath(repository.top, numstatEntry(parts)[0], 'patch', true));
    if (files.length === 0) fail('invalid_arguments', 'patch changes no file.');
    demandPermitted(repository, files);
    await guardWorkTree(repository, []);
    const how = ['--whitespace=nowarn', ...targets[to], ...(reverse ? ['--reverse'] : [])];
    await repository.git(['apply', '--check', ...how, '-'], { input: patch });
    if (!check) await repository.git(['apply', ...how, '-'], { writes: true, input: patch });
    return { files: [...fitting(files)], applied: !check };
  },
});
