import { withTimeout } from './abort.ts';
import { createAgents } from './agents.ts';
import type { Answer } from './attempt.ts';
import { createEtagCache } from './etag-cache.ts';
import { parseExactJson } from './exact-json.ts';
import { prepare } from './prepare.ts';
import { textOf } from './read-body.ts';
import { createSender } from './sender.ts';
import { type ErrorContext, notJson, toolErrorOf } from './tool-error-of.ts';
import type { FetchOptions, Upstream, UpstreamOptions, UpstreamResponse } from './types.ts';

/**
 * Makes the way to one HTTP upstream: every request has a deadline, bounded room, careful retries, a circuit
 * breaker and a bounded answer, and its credential goes to that origin only.
 *
 * @throws TypeError when the base URL is not one
 */
export function createUpstream(options: UpstreamOptions): Upstream {
  const baseUrl = new URL(options.baseUrl).href;
  const send = createSender(options);
  const agents = createAgents();
  const etags = createEtagCache({ log: options.log, ...(options.etags && { store: options.etags }) });
  return {
    async fetch(request, call) {
      const prepared = prepare(request, call, { ...options, baseUrl, agents });
      const timeoutMs = call.timeoutMs ?? options.timeoutMs ?? 30_000;
      const deadlineAt = performance.now() + timeoutMs;
      const contextOf = () => errorContext(prepared.read, call, options);
      try {
        const answer = await withTimeout(timeoutMs, call.signal, (signal) =>
          etags.send(prepared, (actual) => send(actual, call, signal, deadlineAt)),
        );
        return responseOf(answer, contextOf());
      } catch (error) {
        call.signal.throwIfAborted();
        throw toolErrorOf(error, contextOf());
      }
    },
    async close() {
      agents.close();
      await etags.close();
    },
  };
}

const errorContext = (
  read: boolean,
  { credential }: FetchOptions,
  options: UpstreamOptions,
): ErrorContext => ({
  name: options.name,
  read,
  redact: (text) => redaction(credential, options)(text),
  ...(options.explain && { explain: options.explain }),
});

/** Takes out the credential, by itself and in the form it is sent in, then whatever else looks secret. */
function redaction(credential: string | undefined, { redactor, authorize }: UpstreamOptions) {
  const sent = credential && authorize ? Object.values(authorize(credential)) : [];
  const secrets = [...sent, credential ?? ''].filter((secret) => secret !== '');
  return (text: string): string => {
    const own = secrets.reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), text);
    return redactor?.text(own) ?? own;
  };
}

function responseOf(
  answer: Answer & { readonly revalidated: boolean },
  context: ErrorContext,
): UpstreamResponse {
  const text = () => textOf(answer.body);
  return {
    ...answer,
    text,
    json() {
      try {
        return parseExactJson(text());
      } catch {
        // Its error quotes the body, and is left out of ours.
        throw notJson(answer.status, text(), context);
      }
    },
  };
}
