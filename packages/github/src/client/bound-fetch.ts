import type { AnswerHeaders, Upstream, UpstreamResponse } from '@portolan/runtime/upstream';
import type { Credential } from '../credentials/types.ts';
import { forOwnToken } from './for-own-token.ts';
import type { RequestChoices } from './types.ts';

/** What every request of one call has in common. */
export interface Binding {
  readonly credential: Credential | undefined;
  readonly signal: AbortSignal;
  readonly choices: RequestChoices;
  /** Told of every answer, to notice renames and budgets. */
  readonly seen: (
    answer: { readonly url: string; readonly headers: AnswerHeaders },
    asked: string,
  ) => Promise<void>;
}

/** The parts of `fetch` that Octokit uses. */
interface FetchInit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** The parts of an answer that Octokit reads. A `Response` of Node's would load all of its `fetch`. */
interface FetchAnswer extends Pick<UpstreamResponse, 'status' | 'url' | 'headers'> {
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
  /** What a success says. @throws ToolError `upstream_error` where that is not JSON */
  readonly body: unknown;
}

export type BoundFetch = (url: string, init: FetchInit) => Promise<FetchAnswer>;

/** A `fetch` for Octokit that goes the way of every request to an upstream. */
export function boundFetch(upstream: Upstream, binding: Binding): BoundFetch {
  const { credential, signal, choices, seen } = binding;
  return async (url, init) => {
    const method = methods.find((known) => known === init.method);
    if (method === undefined) throw new Error(`There is no method ${init.method}.`);
    const asked = {
      method,
      path: url,
      headers: withoutAgent(init.headers ?? {}),
      ...(init.body !== undefined && { body: init.body }),
    };
    const options = { signal, ...choices, ...(credential && { credential: credential.secret }) };
    const answer = await forOwnToken(credential, () => upstream.fetch(asked, options));
    await seen(answer, url);
    const { status, headers } = answer;
    return {
      status,
      url: answer.url,
      headers,
      text: async () => answer.text(),
      arrayBuffer: async () => new Uint8Array(answer.body).buffer,
      // Some changes are answered with 201 or 202 and nothing.
      get body() {
        return status !== 200 && answer.body.length === 0 ? undefined : answer.json();
      },
    };
  };
}

/** Octokit's own `user-agent` names the machine's Node.js and system; ours says what asks. */
function withoutAgent({ 'user-agent': _, ...headers }: Readonly<Record<string, string>>) {
  return headers;
}
