import { definePrompt, text } from '@portolan/runtime';
import * as z from 'zod';
import { openChannel } from '../reading/open-channel.ts';
import { readPage } from '../reading/read-page.ts';
import { quotedMessages } from '../reading/render-messages.ts';
import { showMessages } from '../reading/show-message.ts';
import { slackTime } from '../reading/times.ts';
import type { Context } from '../services.ts';

export const summarizeChannel = definePrompt({
  name: 'summarize_channel',
  title: 'Summarize a channel',
  description: 'What was said in a channel since a time, what was decided, and what is open.',
  needs: ['get_channel_history'],
  input: z.object({
    channel: z.string().min(1).describe('Id, link or #name'),
    since: z.string().default('7d').describe('24h, 7d, 2026-05-01'),
    workspace: z.string().optional(),
  }),
  run: async ({ channel: named, since, workspace }, context: Context) => {
    const { workspaces, caller, signal } = context;
    const session = workspaces.session(workspace, caller);
    const channel = await openChannel(session, named, context);
    const window = { channel: channel.id, oldest: slackTime(since, 'since'), limit: 200 };
    const page = await readPage(session, window, signal);
    const shown = await showMessages(session, page.messages, signal, 1_000);
    const lines = [
      `Summarize what was said in #${channel.name} (${channel.id}) since ${since}: topics, decisions with who made them, open questions, and who is to do what.`,
      quotedMessages(shown),
      page.cursor === undefined
        ? 'These are all messages of that time, threads folded.'
        : 'There are more messages; get_channel_history goes on.',
      'Read threads that matter with get_thread_replies. Name the ts of what you rely on.',
    ];
    return [{ role: 'user', content: text(lines.join('\n\n')) }];
  },
});
