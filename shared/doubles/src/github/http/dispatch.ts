import { authenticate } from '../access/authenticate.ts';
import { type Budgets, budgetHeaders } from '../access/budgets.ts';
import { permissionHeaders } from '../access/open-repository.ts';
import { requirementsOf } from '../access/requirements.ts';
import type { Credential } from '../state/credential.ts';
import type { World } from '../state/world.ts';
import type { Blob } from './blob-host.ts';
import { Call } from './call.ts';
import { tagged } from './etag.ts';
import { byName, locate } from './locate.ts';
import { type Headers, notFound, Refusal, type Reply } from './reply.ts';
import type { Bucket, Route, Router } from './route.ts';

/** A request as it came. */
export interface Incoming {
  readonly method: string;
  /** Without `/api/v3` and the query. */
  readonly path: string;
  readonly search: string;
  readonly base: string;
  readonly origin: string;
  readonly keepBlob: (blob: Blob) => string;
  /** Whether GitHub has something at a path, so that the double lacks it when it has no route. */
  readonly isDescribed: (path: string) => boolean;
  readonly headers: ReadonlyMap<string, string>;
  readonly raw: Buffer;
}

export interface Answered {
  readonly reply: Reply;
  /** The route that answered, when there was one. */
  readonly route: Route | undefined;
  readonly params: ReadonlyMap<string, string>;
  readonly credential: Credential | undefined;
}

/** Answers one request, with the headers GitHub sends along with every answer. */
export function dispatch(world: World, router: Router, budgets: Budgets, incoming: Incoming): Answered {
  const path = byName(world, incoming.path);
  const match = router.find(incoming.method === 'HEAD' ? 'GET' : incoming.method, path);
  const bucket = match?.route.options.bucket ?? 'core';
  let credential: Credential | undefined;
  const answer = (): Reply => {
    if (!incoming.headers.has('user-agent')) throw noUserAgent();
    credential = authenticate(world, incoming.headers.get('authorization'));
    if (path !== '/rate_limit') budgets.take(credential, bucket);
    if (match === undefined)
      throw incoming.isDescribed(path) ? notCovered(incoming.method, path) : notFound();
    const { repo, moved } = locate(world, match, { ...incoming, path }, credential);
    if (moved) return moved;
    const call = new Call(
      {
        ...incoming,
        world,
        path,
        params: match.params,
        query: new URLSearchParams(incoming.search),
        credential,
      },
      repo,
    );
    return match.route.handler(call);
  };
  const first = refusable(answer);
  const reply = incoming.method === 'GET' ? tagged(first, credential, incoming.headers) : first;
  if (reply.status === 304) budgets.giveBack(credential, bucket);
  const usual = { ...usualHeaders(credential, match?.route), ...rateHeaders(budgets, credential, bucket) };
  return {
    reply: { ...reply, headers: { ...usual, ...reply.headers } },
    route: match?.route,
    params: match?.params ?? new Map(),
    credential,
  };
}

function refusable(answer: () => Reply): Reply {
  try {
    return answer();
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    throw error;
  }
}

const rateHeaders = (budgets: Budgets, credential: Credential | undefined, bucket: Bucket): Headers =>
  budgetHeaders(budgets.of(credential, bucket), bucket);

function usualHeaders(credential: Credential | undefined, route: Route | undefined): Headers {
  return {
    'x-github-media-type': 'github.v3; format=json',
    'x-github-api-version-selected': '2022-11-28',
    vary: 'Accept, Authorization, Cookie, X-GitHub-OTP, Accept-Encoding, Accept, X-Requested-With',
    ...(credential?.scopes && {
      'x-oauth-scopes': credential.scopes.join(', '),
      'x-accepted-oauth-scopes': (route?.options.scopes ?? []).join(', '),
    }),
    ...(credential?.permissions &&
      route?.template.startsWith('/repos/{owner}/{repo}') &&
      permissionHeaders(requirementsOf(route).permission)),
    ...(credential?.expiresAt !== undefined && {
      'github-authentication-token-expiration': new Date(credential.expiresAt)
        .toISOString()
        .replace('T', ' ')
        .replace(/\..*/, ' UTC'),
    }),
  };
}

/** Loud, so that no test takes it for GitHub's answer. */
const notCovered = (method: string, path: string) =>
  new Refusal(501, `the double of GitHub has no ${method} ${path}`);

const noUserAgent = () =>
  new Refusal(
    403,
    'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.',
  );
