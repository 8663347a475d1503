import { applyCommit, applyCommitInput } from '../writing/apply-commit.ts';
import { sequenceOutput } from '../writing/sequence.ts';
import { defineGitTool } from './define-git-tool.ts';

export const revert = defineGitTool({
  name: 'revert',
  title: 'Revert',
  toolset: 'write',
  description: 'Add a commit that undoes another. With conflicts nothing is changed.',
  effect: 'write',
  input: applyCommitInput,
  output: sequenceOutput,
  run: (input, repository, context) => applyCommit('revert', input, repository, context),
});
