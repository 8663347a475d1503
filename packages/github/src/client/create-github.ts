import type { Logger } from '@portolan/runtime';
import type { FetchOptions, Upstream } from '@portolan/runtime/upstream';
import * as z from 'zod';
import type { Abilities } from '../abilities/abilities.ts';
import type { Received } from '../answers/unlike.ts';
import type { Credential, Credentials } from '../credentials/types.ts';
import type { ApiAddress } from './api-address.ts';
import { type Binding, boundFetch } from './bound-fetch.ts';
import { movedError } from './explain.ts';
import { forOwnToken } from './for-own-token.ts';
import { readGraphql } from './graphql.ts';
import { createRenames, type Renames } from './renames.ts';
import type { GitHub, GitHubCall, RawRequest } from './types.ts';

/** Makes the way to one GitHub. Nothing is loaded and nothing asked before the first request. */
export function createGitHub(
  address: ApiAddress,
  upstream: Upstream,
  credentials: Credentials,
  abilities: Abilities,
  log: Logger,
): GitHub {
  let octokit: ReturnType<typeof loadOctokit> | undefined;
  const load = () => (octokit ??= loadOctokit(address.rest, log));

  return {
    host: address.host,
    async for(call) {
      const { signal } = call;
      const credential = await credentials.of(call.caller, signal);
      const renames = createRenames(async (id) => {
        const path = `${address.rest}/repositories/${id}`;
        const answer = await upstream.fetch({ path }, { signal, credential: credential.secret });
        return Named.safeParse(answer.json()).data?.full_name;
      }, call.permits);
      let answered = false;
      const received: Received[] = [];
      const seen: Binding['seen'] = async (answer, asked) => {
        answered = true;
        abilities.learn(call, credential, answer.headers);
        await renames.answered(asked, answer.url);
      };
      return bind(await load(), upstream, address, {
        credential,
        signal,
        choices: {},
        seen,
        renames,
        answered: () => answered,
        received,
      });
    },
    close: () => upstream.close(),
  };
}

async function loadOctokit(baseUrl: string, log: Logger) {
  const { createRequest, graphqlFault, withCustomRequest } = await import('./octokit.ts');
  const request = createRequest({ baseUrl, warn: (message) => log.warning(message) });
  return { request, withCustomRequest, graphqlFault };
}

type Loaded = Awaited<ReturnType<typeof loadOctokit>>;

interface OwnBinding extends Binding {
  readonly credential: Credential;
  readonly renames: Renames;
  readonly answered: () => boolean;
  readonly received: Received[];
}

const Named = z.object({ full_name: z.string().optional() });

function bind(loaded: Loaded, upstream: Upstream, address: ApiAddress, binding: OwnBinding): GitHubCall {
  const { credential, signal, choices, renames } = binding;
  const withChoices = (more: Binding['choices']) =>
    bind(loaded, upstream, address, { ...binding, choices: { ...choices, ...more } });
  const received = (line: string, data: unknown) => void binding.received.push({ line, data });
  const requestWith = (own: Binding) =>
    loaded.request.defaults({ request: { fetch: boundFetch(upstream, own), signal, received } });
  const getRaw = rawOf(upstream, address, binding);
  return {
    credential,
    renamed: () => renames.name,
    answered: binding.answered,
    received: binding.received,
    request: requestWith(binding),
    with: withChoices,
    get: (request) => getRaw(request),
    async stream<Result>(
      request: RawRequest,
      consume: (chunks: AsyncIterable<Uint8Array>) => Promise<Result>,
    ) {
      const { promise, resolve } = Promise.withResolvers<Result>();
      await getRaw(request, async (chunks) => resolve(await consume(chunks)));
      return promise;
    },
    async graphql(schema, query, variables = {}, { partial = false } = {}) {
      const read = !/^\s*mutation\b/.test(query);
      if (!read && renames.name !== undefined) throw movedError({ renamedTo: renames.name });
      const send = loaded.withCustomRequest(requestWith({ ...binding, choices: { ...choices, read } }));
      const answer = await send(query, variables).then(
        (data) => ({ data }),
        (error: unknown) => loaded.graphqlFault(error),
      );
      renames.found(variables, answer);
      return readGraphql(answer, schema, { partial, read });
    },
  };
}

/** Gets what is not JSON. It follows to a host of blobs, without the credential. */
const rawOf =
  (upstream: Upstream, address: ApiAddress, { choices, signal, credential, seen }: OwnBinding) =>
  async ({ path, query, accept, ...own }: RawRequest, consume?: FetchOptions['consume']) => {
    const asked = `${address.rest}${path}`;
    const answer = await forOwnToken(credential, () =>
      upstream.fetch(
        { path: asked, ...(query && { query }), ...(accept && { headers: { accept } }) },
        {
          ...choices,
          ...own,
          signal,
          foreign: true,
          credential: credential.secret,
          ...(consume && { consume }),
        },
      ),
    );
    // What a host of blobs says is nothing that GitHub says.
    if (answer.url.startsWith(`${address.rest}/`)) await seen(answer, asked);
    return answer;
  };
