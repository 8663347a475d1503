import type { ServerCapabilities } from '@modelcontextprotocol/server';
import type { ServerModule } from '../definition/server.ts';

/** What a server offers, the same in both eras. */
export function capabilitiesOf(server: ServerModule): ServerCapabilities {
  const completes = server.resources.length > 0 || server.prompts.length > 0;
  return {
    logging: {},
    tools: { listChanged: true },
    ...(server.resources.length > 0 && { resources: { subscribe: true, listChanged: true } }),
    ...(server.prompts.length > 0 && { prompts: { listChanged: true } }),
    ...(completes && { completions: {} }),
  };
}
