import { definePrompt, text } from '@portolan/runtime';
import * as z from 'zod';
import { openChannel } from '../reading/open-channel.ts';
import { readPage } from '../reading/read-page.ts';
import { messageReference } from '../reading/references.ts';
import { quotedMessages } from '../reading/render-messages.ts';
import { showMessages } from '../reading/show-message.ts';
import type { Context } from '../services.ts';

export const draftReply = definePrompt({
  name: 'draft_reply',
  title: 'Draft a reply',
  description: 'Write an answer to a thread, to be looked at before it is posted.',
  needs: ['get_thread_replies'],
  input: z.object({
    link: z.string().min(1).describe('Link to a message of the thread'),
    intent: z.string().optional().describe('What the answer should say'),
    workspace: z.string().optional(),
  }),
  run: async ({ link, intent, workspace }, context: Context) => {
    const { workspaces, caller, signal } = context;
    const session = workspaces.session(workspace, caller);
    const reference = messageReference({ link });
    const channel = await openChannel(session, reference.channel, context);
    const threadTs = reference.threadTs ?? reference.ts;
    const page = await readPage(session, { channel: channel.id, threadTs, limit: 100 }, signal);
    const shown = await showMessages(session, page.messages, signal, 2_000);
    const lines = [
      `Draft an answer to this thread in #${channel.name}${intent === undefined ? '' : `, which says: ${intent}`}. Keep its language and tone; be short.`,
      quotedMessages(shown),
      'Show the draft. Post it only when the user says so, with post_message and thread, where this server has it.',
    ];
    return [{ role: 'user', content: text(lines.join('\n\n')) }];
  },
});
