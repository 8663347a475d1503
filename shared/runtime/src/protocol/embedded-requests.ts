import { type InputRequests, isSpecType } from '@modelcontextprotocol/server';

/**
 * Checks the questions of one round against MCP before they go out.
 *
 * @throws TypeError when a tool built a question MCP cannot carry
 */
export function embeddedRequests(requests: Readonly<Record<string, unknown>>): InputRequests {
  const checked: InputRequests = {};
  for (const [key, request] of Object.entries(requests)) {
    if (isSpecType.ElicitRequest(request)) checked[key] = request;
    else if (isSpecType.CreateMessageRequest(request)) checked[key] = request;
    else if (isSpecType.ListRootsRequest(request)) checked[key] = request;
    else throw new TypeError(`The question "${key}" is not a valid MCP input request.`);
  }
  return checked;
}
