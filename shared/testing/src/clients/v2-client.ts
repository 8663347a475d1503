import {
  Client,
  type Notification,
  StreamableHTTPClientTransport,
  type SubscriptionFilter,
  type Transport,
} from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import * as z from 'zod';
import { clientInfo, hearStderr, loud, stdioParameters } from './shared-settings.ts';
import type { ClientOptions, Destination, TestClient } from './types.ts';

/** The modern revision that is pinned, so that nothing falls back unseen. */
export const MODERN_VERSION = '2026-07-28';

const Anything = z.looseObject({});

/** Connects the client of the v2 SDK in one era. */
export async function connectV2(
  era: 'legacy' | 'modern',
  to: Destination | { readonly transport: Transport },
  options: ClientOptions = {},
): Promise<TestClient> {
  const client = createClient(era, options);
  const notifications: Notification[] = [];
  client.fallbackNotificationHandler = async (notification) => {
    notifications.push(notification);
  };
  const { transport, stderr } = 'transport' in to ? { ...to, stderr: () => '' } : openTransport(to);
  await loud(client.connect(transport), stderr);
  const close = async () => {
    if (era === 'legacy' && transport instanceof StreamableHTTPClientTransport) {
      await transport.terminateSession();
    }
    await client.close();
  };
  return {
    kind: `v2-${era}`,
    server: client.getServerVersion() ?? { name: '', version: '' },
    capabilities: { ...client.getServerCapabilities() },
    instructions: client.getInstructions(),
    notifications,
    stderr,
    listTools: async () => (await client.listTools()).tools,
    callTool: (name, args = {}, callOptions) =>
      client.callTool({ name, arguments: { ...args } }, callOptions),
    request: (method, params) => client.request({ method, ...(params && { params }) }, Anything),
    async subscribe(uris) {
      if (era === 'modern') await client.listen(everyChange(client, uris));
      else for (const uri of uris) await client.subscribeResource({ uri });
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function everyChange(client: Client, uris: readonly string[]): SubscriptionFilter {
  const offered = client.getServerCapabilities();
  return {
    toolsListChanged: true,
    ...(offered?.prompts && { promptsListChanged: true }),
    ...(offered?.resources && { resourcesListChanged: true, resourceSubscriptions: [...uris] }),
  };
}

function createClient(era: 'legacy' | 'modern', { elicit, roots }: ClientOptions): Client {
  const client = new Client(clientInfo, {
    capabilities: { ...(elicit && { elicitation: {} }), ...(roots && { roots: { listChanged: true } }) },
    versionNegotiation: { mode: era === 'modern' ? { pin: MODERN_VERSION } : 'legacy' },
  });
  if (elicit) client.setRequestHandler('elicitation/create', ({ params }) => elicit(params));
  if (roots) {
    client.setRequestHandler('roots/list', () => ({ roots: roots().map((uri) => ({ uri })) }));
  }
  return client;
}

function openTransport(to: Destination) {
  if ('url' in to) {
    const transport = new StreamableHTTPClientTransport(new URL(to.url), {
      requestInit: { headers: { ...to.headers } },
    });
    return { transport, stderr: () => '' };
  }
  const transport = new StdioClientTransport(stdioParameters(to.command));
  return { transport, stderr: hearStderr(transport.stderr) };
}
