import { fail, type Logger, ToolError } from '@portolan/runtime';
import type { WebClient } from '@slack/web-api';
import type * as z from 'zod';
import type { Credential } from '../workspaces/credential.ts';
import { createTransport, type TransportOptions } from './transport.ts';

/** One method of the library, called with its arguments. */
export type Use = (web: WebClient) => Promise<unknown>;

export interface SlackClient {
  /**
   * Calls one method of the Web API.
   *
   * @param schema what of the answer is used
   * @throws ToolError as Slack's refusal means it, or `upstream_error` for an answer of another form
   */
  call<Value>(use: Use, schema: z.ZodType<Value>, signal: AbortSignal): Promise<Value>;
}

export interface ClientOptions extends TransportOptions {
  readonly credential: Credential;
  readonly apiUrl: string;
  readonly log: Logger;
}

export function createClient(options: ClientOptions): SlackClient {
  return {
    async call(use, schema, signal) {
      const answer = await withRenewal(options.credential, signal, (token) =>
        run(options, use, token, signal),
      );
      const parsed = schema.safeParse(answer);
      if (parsed.success) return parsed.data;
      return fail('upstream_error', 'Slack answered in a form this server does not know.', {
        cause: parsed.error,
        data: { fields: parsed.error.issues.slice(0, 5).map(({ path }) => path.join('.')) },
      });
    },
  };
}

/** A call that Slack refused because the token has expired was not made, so it may be made with the next one. */
async function withRenewal<Result>(
  credential: Credential,
  signal: AbortSignal,
  run: (token: string) => Promise<Result>,
): Promise<Result> {
  const token = await credential.token(signal);
  try {
    return await run(token);
  } catch (error) {
    const expired = error instanceof ToolError && error.data?.slackError === 'token_expired';
    if (!expired || credential.renew === undefined) throw error;
    return run(await credential.renew(token, signal));
  }
}

/** A client of the library for this call alone: it is cheap, and its transport knows the call's signal. */
async function run(options: ClientOptions, use: Use, token: string, signal: AbortSignal): Promise<unknown> {
  const { quietLogger, WebClient } = await import('./web-api.ts');
  const web = new WebClient(token, {
    slackApiUrl: options.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    fetch: createTransport(options, { token, signal }),
    logger: quietLogger((detail) => options.log.debug('The Slack library warns.', { detail })),
  });
  try {
    return await use(web);
  } catch (error) {
    throw innermost(error, signal);
  }
}

/** The library wraps what its transport throws. */
function innermost(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof ToolError) return cause;
  return cause instanceof Error ? innermost(cause, signal) : error;
}
