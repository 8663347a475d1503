import { isSpecType, type Notification } from '@modelcontextprotocol/client';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema, ListRootsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import { clientInfo, hearStderr, loud, stdioParameters } from './shared-settings.ts';
import type { ClientOptions, Destination, TestClient } from './types.ts';

const Anything = z.record(z.string(), z.unknown());
const Answer = z.looseObject({
  content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })),
  structuredContent: z.unknown().optional(),
  isError: z.boolean().optional(),
  _meta: Anything.optional(),
});

/** Connects the client of the v1 SDK, which hosts embed today. */
export async function connectV1(to: Destination, options: ClientOptions = {}): Promise<TestClient> {
  const client = createClient(options);
  const notifications: Notification[] = [];
  client.fallbackNotificationHandler = async (notification) => {
    notifications.push(notification);
  };
  const { transport, stderr } = openTransport(to);
  await loud(client.connect(transport), stderr);
  const close = async () => {
    if (transport instanceof StreamableHTTPClientTransport) await transport.terminateSession();
    await client.close();
  };
  return {
    kind: 'v1',
    server: client.getServerVersion() ?? { name: '', version: '' },
    capabilities: client.getServerCapabilities() ?? {},
    instructions: client.getInstructions(),
    notifications,
    stderr,
    async listTools() {
      const { tools } = await client.listTools();
      return tools.filter((tool) => isSpecType.Tool(tool));
    },
    callTool: async (name, args = {}, callOptions) =>
      Answer.parse(await client.callTool({ name, arguments: args }, undefined, callOptions)),
    request: (method, params) => client.request({ method, ...(params && { params }) }, Anything),
    async subscribe(uris) {
      for (const uri of uris) await client.subscribeResource({ uri });
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function createClient({ elicit, roots }: ClientOptions): Client {
  const capabilities = { ...(elicit && { elicitation: {} }), ...(roots && { roots: { listChanged: true } }) };
  const client = new Client(clientInfo, { capabilities });
  if (elicit) {
    client.setRequestHandler(ElicitRequestSchema, async ({ params }) => ({ ...(await elicit(params)) }));
  }
  if (roots) {
    client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: roots().map((uri) => ({ uri })) }));
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
