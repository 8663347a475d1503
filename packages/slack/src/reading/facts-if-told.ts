import { ToolError } from '@portolan/runtime';
import type { Session } from '../workspaces/session.ts';
import type { ChannelFacts } from './channels.ts';

/** The facts of a channel where Slack tells them to this token; undefined where it refuses. */
export async function factsIfTold(
  session: Session,
  id: string,
  signal: AbortSignal,
): Promise<ChannelFacts | undefined> {
  try {
    return await session.channels.facts(id, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ToolError) return undefined;
    throw error;
  }
}
