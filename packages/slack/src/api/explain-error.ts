import { ToolError } from '@portolan/runtime';
import * as z from 'zod';
import { errorTable } from './error-table.ts';

/** An answer with `ok: false`. */
export const Refused = z.looseObject({
  ok: z.literal(false),
  error: z.string().catch('unknown'),
  needed: z.string().optional(),
  provided: z.string().optional(),
});
export type Refused = z.output<typeof Refused>;

/** Codes are words of small letters; anything else is somebody's text and is not repeated. */
const isCode = (text: string) => /^[a-z][a-z0-9_]{0,79}$/.test(text);

/** An answer with `ok: false` as the caller sees it: Slack's code, what is missing, and what to do. */
export function refusalOf(method: string, refused: Refused): ToolError {
  const slackError = isCode(refused.error) ? refused.error : 'unknown';
  const data = { slackError, method };
  if (slackError === 'missing_scope') return missingScope(method, refused);
  const known = errorTable[slackError];
  if (known !== undefined) {
    const { next } = known;
    return new ToolError(known.code, known.problem, { data, ...(next !== undefined && { next }) });
  }
  return new ToolError('upstream_error', `Slack refused ${method}: ${slackError}.`, { data });
}

function missingScope(method: string, { needed, provided }: Refused): ToolError {
  const scopes = needed?.split(/[,|]/).filter((scope) => /^[a-z][a-z.:_-]*$/.test(scope)) ?? [];
  const names = scopes.length === 0 ? 'a scope' : `the scope ${scopes.join(' or ')}`;
  return new ToolError('permission_denied', `The token lacks ${names}, which ${method} needs.`, {
    next: `The operator must add ${names} under OAuth & Permissions of the app, install it again and use its new token.`,
    data: { slackError: 'missing_scope', method, needed: scopes, provided: provided?.split(',') ?? [] },
  });
}
