import * as z from 'zod';
import { defineGitHubTool } from '../define-github-tool.ts';

const threadID = z.string().refine((value) => /^\d{1,20}$/.test(value), 'is not the id of a notification');

export const dismissNotification = defineGitHubTool({
  name: 'dismiss_notification',
  title: 'Dismiss a notification',
  toolset: 'social',
  description: 'Mark a notification of list_notifications as read or done.',
  effect: 'write',
  idempotent: true,
  input: z.object({ threadID, state: z.enum(['read', 'done']) }),
  output: z.object({ threadID: z.string(), state: z.string() }),
  async run({ threadID, state }, context) {
    const { request } = context.with({ idempotent: true });
    const thread_id = Number(threadID);
    if (state === 'read') await request('PATCH /notifications/threads/{thread_id}', { thread_id });
    else await request('DELETE /notifications/threads/{thread_id}', { thread_id });
    return { threadID, state };
  },
});
