import { ToolError } from '@portolan/runtime';
import * as z from 'zod';
import { ChannelArgument, type GivenMessage, messageReference, Ts } from '../reading/references.ts';
import type { Context } from '../services.ts';
import type { Session } from '../workspaces/session.ts';
import { destination } from './destination.ts';

/** A message and the name of an emoji. */
export const reactionInput = {
  link: z.string().optional(),
  channel: ChannelArgument.optional(),
  ts: Ts.optional(),
  name: z
    .string()
    .regex(/^:?[\p{L}\p{N}_+'-]+(::skin-tone-[2-6])?:?$/u, 'the name of an emoji')
    .max(100),
};

export const reactionOutput = z.looseObject({ channel: z.string(), ts: z.string(), changed: z.boolean() });

/** The message and the reaction as Slack takes them, where this server may write. */
export async function reactionTo(
  given: GivenMessage & { readonly name: string },
  session: Session,
  context: Context,
): Promise<{ readonly channel: string; readonly timestamp: string; readonly name: string }> {
  const { channel: id, ts } = messageReference(given);
  const { id: channel } = await destination(session, id, context);
  return { channel, timestamp: ts, name: given.name.replace(/^:/, '').replace(/:$/, '') };
}

/** Does something that may be as wanted already, which is no error then. */
export async function unlessAlready(already: string, run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run();
    return true;
  } catch (error) {
    if (error instanceof ToolError && error.data?.slackError === already) return false;
    throw error;
  }
}
