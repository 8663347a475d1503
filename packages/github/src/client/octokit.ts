import { GraphqlResponseError } from '@octokit/graphql';
import { request } from '@octokit/request';
import { RequestError } from '@octokit/request-error';
import type { Octokit } from '@octokit/rest';
import { fail } from '@portolan/runtime';
import type { BoundFetch } from './bound-fetch.ts';

export { withCustomRequest } from '@octokit/graphql';

/** A request before its parameters are in its address. */
interface HookOptions {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As `/repos/{owner}/{repo}`. */
  readonly url: string;
  readonly request?: {
    /** Gets what a success answers, with the line it was asked with. */
    readonly received?: (line: string, data: unknown) => void;
  };
}

interface RequestSettings {
  /** Of the REST API. */
  readonly baseUrl: string;
  /** What every request is sent with where its caller says nothing else. */
  readonly fetch?: BoundFetch;
  /** Gets what Octokit has to say: that a route is deprecated. */
  readonly warn: (message: string) => void;
}

/**
 * Octokit's request, typed as that of `@octokit/rest`. The tables of methods and the plugins of that package are
 * not loaded: nothing here uses them, and every first call would wait for them.
 */
export const createRequest = ({ baseUrl, fetch, warn }: RequestSettings): Octokit['request'] =>
  request.defaults({
    baseUrl,
    request: {
      ...(fetch && { fetch }),
      // It would give what is not JSON as text; the `body` of ours is parsed, and nothing else is asked for by it.
      parseSuccessResponseBody: false,
      log: { debug: ignore, info: ignore, warn, error: warn },
      async hook(send: (options: HookOptions) => Promise<{ readonly data: unknown }>, options: HookOptions) {
        demandValues(options);
        try {
          const answer = await send(options);
          options.request?.received?.(`${options.method} ${options.url}`, answer.data);
          return answer;
        } catch (error) {
          throw unwrapped(error);
        }
      },
    },
  });

/**
 * An empty value would leave the address of something else: without the name of a label, that of all labels.
 *
 * @throws ToolError `invalid_arguments`
 */
function demandValues({ url, ...values }: HookOptions): void {
  for (const [, name = ''] of url.matchAll(/\{(\w+)\}/g)) {
    // Of the contents of a repository, the empty path is that of the whole.
    if (name !== 'path' && Reflect.get(values, name) === '')
      fail('invalid_arguments', `The value of ${name} is empty, and it names what is asked for.`);
  }
}

const ignore = () => {};

/** What `fetch` threw, out of the error that Octokit wraps around it. */
const unwrapped = (error: unknown): unknown =>
  error instanceof RequestError && error.cause !== undefined ? error.cause : error;

/**
 * The body of a GraphQL answer that has errors, out of the error that Octokit makes of it.
 *
 * @throws every other error as it is
 */
export function graphqlFault(error: unknown): unknown {
  if (error instanceof GraphqlResponseError) return { data: error.data, errors: error.errors };
  throw error;
}
