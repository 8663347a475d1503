import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fitting } from '@portolan/runtime';
import * as z from 'zod';
import { resolveRevision } from '../reading/commits.ts';
import { repo_path } from '../reading/fields.ts';
import { shownNames } from '../reading/records.ts';
import type { Repository } from '../repository/open-repository.ts';
import { checkRevision } from '../running/grammar.ts';
import { defineGitTool } from './define-git-tool.ts';

/** The merge has conflicts: git says so by this status. */
const CONFLICTS = 1;

export const detectConflicts = defineGitTool({
  name: 'detect_conflicts',
  title: 'Detect conflicts',
  toolset: 'history',
  description:
    'Which files would conflict if head were merged into base. Touches neither files nor the repository.',
  effect: 'read',
  input: z.object({ repo_path, base: z.string().default('HEAD'), head: z.string() }),
  output: z.object({ clean: z.boolean(), conflicts: z.array(z.string()), total: z.number() }),
  run: async ({ base, head }, repository) => {
    const into = await resolveRevision(repository, checkRevision(base, 'base'));
    const from = await resolveRevision(repository, checkRevision(head, 'head'));
    const { code, stdout } = await mergeAside(repository, into, from);
    const conflicts = [...new Set(shownNames(stdout).slice(1))].filter(repository.permits);
    return { clean: code === 0, conflicts: [...fitting(conflicts)], total: conflicts.length };
  },
});

/** The objects of the merge go to a folder of their own, which is removed again. */
async function mergeAside(repository: Repository, into: string, from: string) {
  const folder = await mkdtemp(join(tmpdir(), 'portolan-git-merge-'));
  try {
    return await repository.git(
      ['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages', into, from],
      {
        accept: [CONFLICTS],
        env: {
          GIT_OBJECT_DIRECTORY: folder,
          GIT_ALTERNATE_OBJECT_DIRECTORIES: join(repository.commonDir, 'objects'),
        },
      },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
