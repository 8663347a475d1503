import { isSpecType, type Tool } from '@modelcontextprotocol/server';
import type { ToolListing } from '../engine/results.ts';

const known = new WeakMap<ToolListing, Tool>();

/**
 * A listing as the SDK types it, checked against MCP once.
 *
 * @throws TypeError when a tool's declaration is not valid MCP
 */
export function sdkTool(listing: ToolListing): Tool {
  const before = known.get(listing);
  if (before) return before;
  if (!isSpecType.Tool(listing))
    throw new TypeError(`The declaration of the tool ${listing.name} is not valid MCP.`);
  known.set(listing, listing);
  return listing;
}
