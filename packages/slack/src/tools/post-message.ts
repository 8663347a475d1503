import * as z from 'zod';
import { messageLink } from '../reading/permalink.ts';
import { compose } from '../writing/compose.ts';
import { audience, DestinationId, destination, threadOf } from '../writing/destination.ts';
import { postOnce } from '../writing/post.ts';
import { defineSlackTool } from './define-slack-tool.ts';

export const postMessage = defineSlackTool({
  name: 'post_message',
  title: 'Post Message',
  toolset: 'post',
  description:
    'Post Markdown to a channel, thread or direct message, by id. key: any text; calls with the same key post once. preview: shows what would be posted. Mentions of everybody become plain text.',
  effect: 'write',
  input: {
    channel: DestinationId,
    text: z.string().min(1),
    thread: z.string().optional().describe('ts or link'),
    broadcast: z.boolean().default(false).describe('Show the reply in the channel too'),
    key: z.string().min(1).max(200).optional(),
    preview: z.boolean().default(false),
  },
  output: z.looseObject({ channel: z.string(), ts: z.string().optional(), link: z.string().optional() }),
  channels: ({ channel }) => [channel],
  run: async ({ channel: id, text, thread, broadcast, key, preview }, session, context) => {
    const { signal } = context;
    const threadTs = threadOf(thread, id);
    const composed = await compose(text);
    const defused = composed.defused.length > 0 ? { defused: composed.defused } : {};
    if (preview) {
      const { id: channel, name, kind, external } = await destination(session, id, context);
      return { channel, name, kind, external, preview: composed.blocks ?? composed.text, ...defused };
    }
    const { id: channel } = await audience(session, id, context);
    const post = { channel, threadTs, broadcast: broadcast && threadTs !== undefined, composed, key };
    // Nothing that can fail comes after the post.
    const identity = await session.identity(signal);
    const { ts, found } = await postOnce(session, post, signal);
    return {
      channel,
      ts,
      link: messageLink(identity, channel, ts, threadTs),
      ...(found && { found: 'It was there already, or the answer was lost and it was found by its key.' }),
      ...defused,
    };
  },
});
