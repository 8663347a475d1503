import { fail } from '@portolan/runtime';
import { readPage } from '../reading/read-page.ts';
import type { Message } from '../reading/shapes.ts';
import type { Session } from '../workspaces/session.ts';

/**
 * A message that this token wrote. Slack lets a token of an administrator change those of others; this does not.
 *
 * @throws ToolError `not_found`, `permission_denied`
 */
export async function ownMessage(
  session: Session,
  channel: string,
  ts: string,
  threadTs: string | undefined,
  signal: AbortSignal,
): Promise<Message> {
  const message = await find(session, channel, ts, threadTs, signal);
  const { user_id, bot_id } = await session.identity(signal);
  const own = message.user === user_id || (bot_id !== undefined && message.bot_id === bot_id);
  if (!own) {
    fail('permission_denied', 'The message is not one of this app.', {
      next: 'Only own messages can be changed or deleted.',
    });
  }
  return message;
}

async function find(
  session: Session,
  channel: string,
  ts: string,
  threadTs: string | undefined,
  signal: AbortSignal,
): Promise<Message> {
  if (threadTs === undefined || threadTs === ts) {
    const window = { channel, latest: ts, oldest: ts, inclusive: true, limit: 1 };
    const found = (await readPage(session, window, signal)).messages.find((one) => one.ts === ts);
    if (found !== undefined) return found;
  }
  const window = { channel, threadTs: threadTs ?? ts, oldest: ts, latest: ts, inclusive: true, limit: 2 };
  const { messages } = await readPage(session, window, signal);
  return messages.find((one) => one.ts === ts) ?? fail('not_found', 'There is no such message.');
}
