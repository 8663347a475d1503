import { parseValue, ToolError } from '@portolan/runtime';
import type * as z from 'zod';
import type { Credential } from '../workspaces/credential.ts';
import { forBroughtToken } from './for-brought-token.ts';
import { type ArgumentsOf, encodeArguments } from './method-arguments.ts';
import { factsOf, type MethodName } from './methods.ts';
import { sendCall, type TransportOptions, tellOperator } from './transport.ts';
import { asUncertain } from './uncertain.ts';

export interface SlackClient {
  /**
   * Calls one method of the Web API.
   *
   * @param schema what of the answer is used
   * @throws ToolError as Slack's refusal means it, or `upstream_error` for an answer of another form
   */
  call<Name extends MethodName, Value>(
    method: Name,
    given: ArgumentsOf<Name>,
    schema: z.ZodType<Value>,
    signal: AbortSignal,
  ): Promise<Value>;
}

export interface ClientOptions extends TransportOptions {
  readonly credential: Credential;
}

export function createClient(options: ClientOptions): SlackClient {
  return {
    async call(method, given, schema, signal) {
      const asked = { method, body: encodeArguments(given) };
      const { credential } = options;
      const answer = await withRenewal(credential, signal, (token) =>
        sendCall(options, asked, { token, signal }),
      ).catch((error: unknown) => {
        throw forBroughtToken(credential, error);
      });
      const parsed = parseValue(schema, answer);
      if (parsed.success) return parsed.data;
      const error = new ToolError('upstream_error', 'Slack answered in a form this server does not know.', {
        next: tellOperator,
        cause: parsed.error,
        data: { fields: parsed.error.issues.slice(0, 5).map(({ path }) => path.join('.')) },
      });
      throw factsOf(method).effect === 'write' ? asUncertain(error) : error;
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
