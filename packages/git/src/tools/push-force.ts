import { fail } from '@portolan/runtime';
import * as z from 'zod';
import { resolveRevision } from '../reading/commits.ts';
import { checkRevision } from '../running/grammar.ts';
import { push, pushInput, pushOutput } from '../writing/push.ts';
import { defineGitTool } from './define-git-tool.ts';

export const pushForce = defineGitTool({
  name: 'push_force',
  title: 'Push, replacing',
  toolset: 'remote',
  description:
    'Replace a remote branch by yours, only where it is still at the expected commit. Only where the operator allows it.',
  effect: 'destroy',
  openWorld: true,
  input: z.object({ ...pushInput, expected: z.string().describe('Commit the remote branch is at now') }),
  output: pushOutput,
  confirmation: ({ remote, branch_name }) =>
    `Replace the branch ${branch_name ?? 'of this name'} on ${remote}? Its commits can be lost.`,
  run: async ({ remote, branch_name, expected }, repository, { settings, progress }) => {
    if (!settings.allowForcePush) {
      fail('forbidden', 'This server does not replace remote branches.', {
        next: 'Use push, or ask the operator to start the server with --allow-force-push.',
      });
    }
    const lease = await resolveRevision(repository, checkRevision(expected, 'expected'));
    return push(repository, settings, { remote, branch_name, lease, progress });
  },
});
