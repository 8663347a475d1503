import { applyCommit, applyCommitInput } from '../writing/apply-commit.ts';
import { sequenceOutput } from '../writing/sequence.ts';
import { defineGitTool } from './define-git-tool.ts';

export const cherryPick = defineGitTool({
  name: 'cherry_pick',
  title: 'Cherry-pick',
  toolset: 'write',
  description: 'Copy a commit onto the current branch. With conflicts nothing is changed.',
  effect: 'write',
  input: applyCommitInput,
  output: sequenceOutput,
  run: (input, repository, context) => applyCommit('cherry-pick', input, repository, context),
});
