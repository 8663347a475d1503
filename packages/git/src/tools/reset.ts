import * as z from 'zod';
import { resolveRevision } from '../reading/commits.ts';
import { repo_path, revision } from '../reading/fields.ts';
import { checkRevision } from '../running/grammar.ts';
import { keepState, withBackup } from '../writing/backup.ts';
import { demandBrought } from '../writing/demand-brought.ts';
import { guardWorkTree } from '../writing/guard-work-tree.ts';
import { lossOf, lossOutput, preview } from '../writing/loss.ts';
import { defineGitTool } from './define-git-tool.ts';

export const reset = defineGitTool({
  name: 'reset',
  title: 'Reset',
  toolset: 'destroy',
  description:
    'Move the current branch to a revision. mixed keeps the files, soft the index too, hard neither. By default only says what would be lost; what is lost stays under the backup ref.',
  effect: 'destroy',
  input: z.object({ repo_path, revision, mode: z.enum(['soft', 'mixed', 'hard']).default('mixed'), preview }),
  output: lossOutput,
  confirmation: ({ revision, mode, preview }) =>
    preview
      ? undefined
      : `Reset the current branch (${mode}) to ${revision}? Its present state is kept under a backup ref.`,
  run: async ({ revision, mode, preview }, repository) => {
    await guardWorkTree(repository);
    const target = await resolveRevision(repository, checkRevision(revision));
    await demandBrought(repository, { trees: [target] });
    const commits = await repository.git(['rev-list', '--count', `${target}..HEAD`, '--']);
    const changed =
      mode === 'hard'
        ? await repository.git([
            'diff',
            '--name-only',
            '-z',
            '--no-ext-diff',
            '--ignore-submodules=dirty',
            target,
            '--',
          ])
        : undefined;
    const loss = lossOf(changed?.stdout, Number(commits.stdout.toString('utf8')));
    if (preview) return { ...loss, done: false };
    const backup = await keepState(repository, 'reset');
    await withBackup(repository, backup, () =>
      repository.git(['reset', '-q', `--${mode}`, target, '--'], { writes: true }),
    );
    return { ...loss, done: true, ...(backup !== undefined && { backup }) };
  },
});
