import type { ServerCapabilities } from '@modelcontextprotocol/server';
import type { ServerModule } from '../definition/server.ts';
import { TASKS_EXTENSION } from '../tasks/types.ts';

/** What a server offers; tasks are of the modern era. */
export function capabilitiesOf(server: ServerModule, era: 'legacy' | 'modern'): ServerCapabilities {
  const tasks = era === 'modern' && server.tools.some(({ task }) => task !== false);
  const completes = server.resources.length > 0 || server.prompts.length > 0;
  return {
    logging: {},
    tools: { listChanged: true },
    ...(server.resources.length > 0 && { resources: { subscribe: true, listChanged: true } }),
    ...(server.prompts.length > 0 && { prompts: { listChanged: true } }),
    ...(completes && { completions: {} }),
    ...(tasks && { extensions: { [TASKS_EXTENSION]: {} } }),
  };
}
