import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Guards } from './guards.ts';
import type { Health } from './health.ts';
import { refusals } from './refusals.ts';
import { sendRefusal, sendText } from './replies.ts';
import { repeatedHeader } from './single-headers.ts';
import type { HttpSettings } from './types.ts';
import { BadRequest, sendWebResponse, toWebRequest } from './web-exchange.ts';

const never = new AbortController().signal;

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The routes of a listener and what guards them. */
export interface RouterSettings
  extends Pick<HttpSettings, 'authenticator' | 'callerTokens' | 'metrics' | 'consoleRoutes' | 'log'> {
  readonly mcp: Handle;
  readonly guards: Guards;
  readonly health: Health;
  readonly draining: () => boolean;
}

/** Sends each request to its route; whatever goes wrong there is logged and answered with 500. */
export function createRouter(settings: RouterSettings) {
  const route = createRoutes(settings);
  return (request: IncomingMessage, response: ServerResponse): void => {
    if (settings.draining()) response.setHeader('connection', 'close');
    route(request, response).catch((error: unknown) => {
      if (response.destroyed) return;
      if (error instanceof BadRequest && !response.headersSent) {
        return sendRefusal(response, refusals.badRequest(error.message));
      }
      settings.log.error('An HTTP request failed', { path: pathOf(request), error: String(error) });
      if (response.headersSent) response.destroy();
      else sendRefusal(response, refusals.fault);
    });
  };
}

function createRoutes({
  mcp,
  guards,
  health,
  authenticator,
  callerTokens,
  metrics,
  consoleRoutes,
  draining,
}: RouterSettings): Handle {
  return async (request, response) => {
    const path = pathOf(request);
    // A kubelet addresses the pod by its IP and has no key, so probes pass, but then see the status only.
    if (path === '/livez') return read(request, response, () => health.live(response));
    const repeated = repeatedHeader(request.rawHeaders, callerTokens?.header);
    if (repeated !== undefined) throw new BadRequest(`The header ${repeated} is there twice.`);
    const refusal = guards.refusal(request.headers);
    if (path === '/readyz') {
      const isTrusted = async () =>
        !refusal && !((await authenticator?.authenticate(request.headers)) instanceof Response);
      return read(request, response, async () => health.ready(response, draining(), await isTrusted()));
    }
    const isMetadata = authenticator !== undefined && path.startsWith('/.well-known/oauth-');
    if (refusal && !(isMetadata && refusal.code === 'invalid_origin')) return sendRefusal(response, refusal);
    if (path === '/mcp') return mcp(request, response);
    if (path === '/metrics' && metrics) {
      return read(request, response, async () => {
        const identity = await authenticator?.authenticate(request.headers);
        if (identity instanceof Response) await sendWebResponse(identity, response, never);
        else sendMetrics(response, metrics());
      });
    }
    const controller = new AbortController();
    response.once('close', () => controller.abort());
    const asked = toWebRequest(request, controller.signal);
    const answer = isMetadata ? await authenticator?.wellKnown(asked) : await consoleRoutes?.(asked);
    if (answer) return sendWebResponse(answer, response, controller.signal);
    const further = [...(metrics ? ['/metrics'] : []), ...(authenticator?.metadataPaths ?? [])];
    sendRefusal(response, refusals.notFound(['/mcp', '/livez', '/readyz', ...further]));
  };
}

async function read(
  request: IncomingMessage,
  response: ServerResponse,
  answer: () => void | Promise<void>,
): Promise<void> {
  if (request.method === 'GET' || request.method === 'HEAD') return answer();
  sendRefusal(response, refusals.onlyRead);
}

function sendMetrics(response: ServerResponse, text: string | undefined): void {
  if (text === undefined) sendRefusal(response, refusals.noMetrics);
  else sendText(response, 200, 'text/plain; version=0.0.4; charset=utf-8', text);
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}
