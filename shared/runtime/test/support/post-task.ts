import { apiKeyOf, modernMeta } from '../../../testing/src/index.ts';

/** The `_meta` of a client that knows tasks. */
export const taskMeta = {
  ...modernMeta,
  'io.modelcontextprotocol/clientCapabilities': { extensions: { 'io.modelcontextprotocol/tasks': {} } },
};

/** Posts one message over HTTP, as one of the callers that have an API key. */
export function postTask(url: string, who: string, method: string, params: object): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      authorization: `Bearer ${apiKeyOf(who)}`,
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': method,
      ...('name' in params && { 'mcp-name': String(params.name) }),
      ...('taskId' in params && { 'mcp-name': String(params.taskId) }),
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 7, method, params: { ...params, _meta: taskMeta } }),
  });
}
