import * as z from 'zod';
import { demandAudience, wholeWorkspace } from '../policy/audience.ts';
import { defineSlackTool } from './define-slack-tool.ts';

const Created = z.looseObject({ usergroup: z.looseObject({ id: z.string(), handle: z.string().catch('') }) });

export const createUsergroup = defineSlackTool({
  name: 'create_usergroup',
  title: 'Create User Group',
  toolset: 'manage',
  description: 'Create a user group; fill it with update_usergroup.',
  effect: 'write',
  input: {
    name: z.string().min(1).max(255),
    handle: z.string().max(80).optional(),
    description: z.string().max(140).optional(),
  },
  output: z.looseObject({ id: z.string(), handle: z.string() }),
  run: async ({ name, handle, description }, session, context) => {
    await demandAudience(wholeWorkspace, session, context);
    const given = {
      name,
      ...(handle !== undefined && { handle }),
      ...(description !== undefined && { description }),
    };
    const { usergroup } = await session.call('usergroups.create', given, Created, context.signal);
    return { id: usergroup.id, handle: usergroup.handle };
  },
});
