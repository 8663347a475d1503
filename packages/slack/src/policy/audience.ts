import { fail, ToolError } from '@portolan/runtime';
import type { ChannelFacts } from '../reading/channels.ts';
import type { Context } from '../services.ts';
import type { Session } from '../workspaces/session.ts';
import type { PrivateSource } from './provenance.ts';

/** Where something is to be written, as far as its readers go. */
type Place = Pick<ChannelFacts, 'id' | 'kind' | 'name'> & Partial<Pick<ChannelFacts, 'external' | 'user'>>;

/** Names that everybody of the workspace can see: of public channels to be, of user groups. */
export const wholeWorkspace: Place = { id: 'workspace', kind: 'public', name: '' };

/**
 * Lets something be posted where others read it than those who could read what the caller has read, only when that
 * is wanted. Asks before any effect.
 *
 * @throws ToolError `confirmation_declined`, `confirmation_unavailable`, `forbidden`
 */
export async function demandAudience(
  channel: Place,
  { alias }: Pick<Session, 'alias'>,
  context: Context,
): Promise<void> {
  const { posting, provenance, caller } = context;
  const read = provenance.sources(caller.id).filter(({ publicIn }) => publicIn !== alias);
  const reasons = [...wider(channel, read), ...outside(channel)];
  if (reasons.length === 0 || posting.widerAudience === 'allow') return;
  const message = `${reasons.join(' ')} Post to ${shown(channel)} all the same?`;
  if (posting.widerAudience === 'refuse') {
    fail('forbidden', reasons.join(' '), {
      next: 'Post where the people are who could read it before; the operator can change --wider-audience.',
    });
  }
  const answer = await ask(message, context);
  if (answer.action !== 'accept' || answer.content.confirm !== true) {
    fail('confirmation_declined', 'The user did not agree to this audience. Nothing was posted.');
  }
}

/** What was read in one private place and is posted in another reaches people who could not read it. */
function wider(channel: Place, sources: readonly PrivateSource[]): string[] {
  const others = sources.filter(({ id }) => id !== channel.id);
  if (others.length === 0) return [];
  const named = others.slice(-3).map(({ label }) => label);
  const more = others.length > named.length ? ` and ${others.length - named.length} more` : '';
  return [`The assistant has read ${named.join(', ')}${more}, and others read ${shown(channel)}.`];
}

const outside = (channel: Place): string[] =>
  channel.external ? [`People of other organisations read ${shown(channel)} (Slack Connect).`] : [];

const shown = ({ kind, name, id, user }: Place) => {
  if (id === wholeWorkspace.id) return 'what everybody of the workspace can see';
  if (id.startsWith('F')) return `the list ${id}`;
  if (kind === 'dm') return `the direct message with ${user ?? id}`;
  return kind === 'group_dm' ? `the group direct message ${id}` : `#${name}`;
};

async function ask(message: string, context: Context) {
  try {
    return await context.ask('audience', {
      message,
      requestedSchema: {
        type: 'object',
        properties: { confirm: { type: 'boolean', title: 'Yes, post it' } },
        required: ['confirm'],
      },
    });
  } catch (error) {
    if (!(error instanceof ToolError) || error.code !== 'confirmation_unavailable') throw error;
    return fail('confirmation_unavailable', message, {
      next: 'Use a client that can ask its user, or post elsewhere; the operator can set --wider-audience allow.',
    });
  }
}
