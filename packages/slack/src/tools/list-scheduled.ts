import { peopleText } from '@portolan/runtime/untrusted-text';
import * as z from 'zod';
import { factsIfTold } from '../reading/facts-if-told.ts';
import { isPermitted, rememberRead } from '../reading/open-channel.ts';
import { openCursor, sealCursor } from '../reading/place-cursor.ts';
import { ResponseMetadata } from '../reading/shapes.ts';
import type { Context } from '../services.ts';
import type { Session } from '../workspaces/session.ts';
import { defineSlackTool } from './define-slack-tool.ts';

const Page = z.looseObject({
  scheduled_messages: z.array(
    z.looseObject({
      id: z.string(),
      channel_id: z.string(),
      post_at: z.coerce.number(),
      text: z.string().catch(''),
    }),
  ),
  response_metadata: ResponseMetadata,
});

export const listScheduled = defineSlackTool({
  name: 'list_scheduled',
  title: 'List Scheduled Messages',
  toolset: 'post',
  description: 'Messages of this app that are still to be posted.',
  effect: 'read',
  input: { limit: z.int().min(1).max(100).default(50), cursor: z.string().optional() },
  output: z.looseObject({
    messages: z.array(z.looseObject({ id: z.string(), channel: z.string(), at: z.string() })),
    nextCursor: z.string().optional(),
  }),
  run: async ({ cursor, workspace: _, ...question }, session, context) => {
    const { signal } = context;
    const at = openCursor(question, cursor);
    const given = { limit: question.limit, ...(at !== undefined && { cursor: at }) };
    const page = await session.call('chat.scheduledMessages.list', given, Page, signal);
    const ids = new Set(page.scheduled_messages.map(({ channel_id }) => channel_id));
    const allowed = await postable(session, [...ids], context);
    const listed = page.scheduled_messages.filter(({ channel_id }) => allowed.has(channel_id));
    return {
      messages: listed.map(({ id, channel_id, post_at, text }) => ({
        id,
        channel: channel_id,
        at: new Date(post_at * 1_000).toISOString(),
        ...peopleText(text, 1_000),
      })),
      ...sealCursor(question, page.response_metadata),
      untrusted: ['messages[].text'],
    };
  },
});

/** Those where this server may post, as themselves or as the direct message with somebody; they count as read. */
async function postable(
  session: Session,
  ids: readonly string[],
  context: Context,
): Promise<ReadonlySet<string>> {
  const allowed = new Set<string>();
  for (const id of ids) {
    const facts = await factsIfTold(session, id, context.signal);
    if (!context.posting.allows(id, facts?.user)) continue;
    if (!isPermitted({ id, user: facts?.user }, session, context)) continue;
    allowed.add(id);
    // What Slack does not tell of counts as private.
    rememberRead(facts ?? { id, kind: 'private', name: id }, session, context);
  }
  return allowed;
}
