import type { Arguments } from './arguments.ts';
import type { Limits } from './limits.ts';
import type { Call, Method, Methods } from './method.ts';
import { auth } from './methods/auth.ts';
import { canvases } from './methods/canvases.ts';
import { channelChanges } from './methods/channel-changes.ts';
import { chat } from './methods/chat.ts';
import { conversations } from './methods/conversations.ts';
import { files } from './methods/files.ts';
import { people } from './methods/people.ts';
import { search } from './methods/search.ts';
import { refreshToken } from './oauth.ts';
import { Refusal, refuse } from './refusal.ts';
import type { DoubleToken, World } from './world.ts';

const methods: Methods = {
  ...auth,
  ...conversations,
  ...channelChanges,
  ...chat,
  ...people,
  ...search,
  ...files,
  ...canvases,
};

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Answers one call of the Web API: authentication, limit, scopes, then the method. */
export function answerCall(
  world: World,
  limits: Limits,
  name: string,
  given: Arguments,
  authorization: string | undefined,
): ApiAnswer {
  const headers: Record<string, string> = { 'content-type': 'application/json; charset=utf-8' };
  try {
    if (name === 'oauth.v2.access') {
      return { status: 200, headers, body: { ok: true, ...refreshToken(world, given, authorization) } };
    }
    const method = methods[name] ?? refuse('unknown_method', { req_method: name });
    const token = tokenOf(world, given, authorization);
    const limit = limits.hit(name, token.token);
    if (limit !== undefined) {
      if (limit.retryAfter !== undefined) headers['retry-after'] = limit.retryAfter;
      return { status: limit.in200 ? 200 : 429, headers, body: { ok: false, error: 'ratelimited' } };
    }
    headers['x-oauth-scopes'] = [...token.scopes].join(',');
    const call = { world, token, given };
    demandScopes(method, call, headers);
    return { status: 200, headers, body: { ok: true, ...method.run(call) } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: 200, headers, body: { ok: false, error: error.message, ...error.fields } };
  }
}

function tokenOf(world: World, given: Arguments, authorization: string | undefined): DoubleToken {
  const [, bearer] = /^Bearer (.+)$/.exec(authorization ?? '') ?? [];
  const secret = bearer ?? given.optional('token') ?? refuse('not_authed');
  const token = world.tokens.get(secret) ?? refuse('invalid_auth');
  return token.fault === undefined ? token : refuse(token.fault);
}

function demandScopes(method: Method, call: Call, headers: Record<string, string>): void {
  const { token } = call;
  if (method.kind !== undefined && method.kind !== token.kind) refuse('not_allowed_token_type');
  const needed = typeof method.scopes === 'function' ? method.scopes(call) : method.scopes;
  headers['x-accepted-oauth-scopes'] = needed.join(',');
  const lacking = needed.filter((scope) => !token.scopes.has(scope));
  if (lacking.length === 0 || (!method.everyScope && lacking.length < needed.length)) return;
  refuse('missing_scope', {
    needed: (method.everyScope ? lacking : needed).join(','),
    provided: [...token.scopes].join(','),
  });
}
