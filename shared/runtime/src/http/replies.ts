import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** A refusal by the listener itself, before MCP: a code, a sentence and what to do. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Sends `{ error: { code, message, … } }`, the form of every refusal outside MCP. */
export function sendRefusal(response: ServerResponse, refusal: Refusal): void {
  const { status, code, message, headers, data } = refusal;
  sendJson(response, status, { error: { code, message, ...data } }, headers);
}

/** Sends a value that JSON can hold; the rest is as in `sendText`. */
export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers?: OutgoingHttpHeaders,
): void {
  sendText(response, status, 'application/json', JSON.stringify(value), headers);
}

/** Sends a whole answer, without its body to a HEAD. No cache may keep it unless the headers say so. */
export function sendText(
  response: ServerResponse,
  status: number,
  type: string,
  text: string,
  headers: OutgoingHttpHeaders = {},
): void {
  const body = Buffer.from(text);
  response.writeHead(status, {
    'content-type': type,
    'content-length': body.byteLength,
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
