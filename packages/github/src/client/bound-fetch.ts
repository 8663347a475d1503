import type { AnswerHeaders, Upstream } from '@portolan/runtime/upstream';
import type { Credential } from '../credentials/types.ts';
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

/** A `fetch` for Octokit that goes the way of every request to an upstream. */
export function boundFetch(upstream: Upstream, binding: Binding) {
  const { credential, signal, choices, seen } = binding;
  return async (url: string, init: FetchInit): Promise<Response> => {
    const method = methods.find((known) => known === init.method);
    if (method === undefined) throw new Error(`There is no method ${init.method}.`);
    const answer = await upstream.fetch(
      {
        method,
        path: url,
        headers: withoutAgent(init.headers ?? {}),
        ...(init.body !== undefined && { body: init.body }),
      },
      { signal, ...choices, ...(credential && { credential: credential.secret }) },
    );
    await seen(answer, url);
    const { status, headers } = answer;
    const body = status === 204 || status === 205 ? null : new Uint8Array(answer.body);
    return new Response(body, { status, headers: [...headers].map(([name, value]) => [name, value]) });
  };
}

/** Octokit's own `user-agent` names the machine's Node.js and system; ours says what asks. */
function withoutAgent({ 'user-agent': _, ...headers }: Readonly<Record<string, string>>) {
  return headers;
}
