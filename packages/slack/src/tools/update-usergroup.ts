import { type Change, fail } from '@portolan/runtime';
import * as z from 'zod';
import { demandAudience, wholeWorkspace } from '../policy/audience.ts';
import { userId } from '../reading/references.ts';
import { Done } from '../reading/shapes.ts';
import { defineSlackTool } from './define-slack-tool.ts';

export const updateUsergroup = defineSlackTool({
  name: 'update_usergroup',
  title: 'Update User Group',
  toolset: 'manage',
  description:
    'Change the name, handle or description of a user group, replace its members, or switch it off and on (enabled). The user is asked.',
  effect: 'destroy',
  idempotent: true,
  input: {
    id: z.string().regex(/^S[A-Z0-9]{6,}$/, 'the id of a user group, S…'),
    name: z.string().min(1).max(255).optional(),
    handle: z.string().max(80).optional(),
    description: z.string().max(140).optional(),
    enabled: z.boolean().optional(),
    members: z.array(z.string().regex(userId)).min(1).max(500).optional(),
  },
  output: z.looseObject({ id: z.string() }),
  confirmation: ({ id, ...changes }) =>
    `Change the Slack user group ${id}: ${shown(changes).join(', ') || 'nothing'}?`,
  run: async ({ id, members, enabled, name, handle, description }, session, context) => {
    const { signal } = context;
    const given = {
      ...(name !== undefined && { name }),
      ...(handle !== undefined && { handle }),
      ...(description !== undefined && { description }),
    };
    const named = Object.keys(given).length > 0;
    if (!named && (members ?? enabled) === undefined) fail('invalid_arguments', 'Say what to change.');
    if (named) await demandAudience(wholeWorkspace, session, context);
    const steps: Change<unknown>[] = [];
    if (named) {
      const make = () => session.call('usergroups.update', { usergroup: id, ...given }, Done, signal);
      steps.push({ names: Object.keys(given), make });
    }
    if (members !== undefined) {
      const users = members.join(',');
      const make = () => session.call('usergroups.users.update', { usergroup: id, users }, Done, signal);
      steps.push({ names: ['members'], make });
    }
    if (enabled !== undefined) {
      const method = enabled ? 'usergroups.enable' : 'usergroups.disable';
      steps.push({ names: ['enabled'], make: () => session.call(method, { usergroup: id }, Done, signal) });
    }
    await context.changes.inOrder(steps);
    return { id, ...(members && { members: members.length }), ...(enabled !== undefined && { enabled }) };
  },
});

interface Changes {
  readonly name?: string | undefined;
  readonly handle?: string | undefined;
  readonly description?: string | undefined;
  readonly members?: readonly string[] | undefined;
  readonly enabled?: boolean | undefined;
}

/** All that the call would do, for whoever is asked. */
function shown({ members, enabled, ...named }: Changes): readonly string[] {
  return [
    ...Object.entries(named).map(([field, value]) => `another ${field}, ${JSON.stringify(value)}`),
    ...(members === undefined ? [] : [`all members replaced by ${members.length} others`]),
    ...(enabled === undefined ? [] : [enabled ? 'switched on' : 'switched off']),
  ];
}
