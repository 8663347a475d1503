import { createServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { TOOL_COUNT, toolName } from './tools.ts';

const inputSchema = z.object({ text: z.string().max(1000) });
const outputSchema = z.object({ text: z.string() });

/** The SDK's own way to serve HTTP, as its examples have it: a server of 30 tools for each request, no more. */
const handle = toNodeHandler(
  createMcpHandler(() => {
    const server = new McpServer({ name: 'peer', version: '1.0.0' });
    for (let index = 0; index < TOOL_COUNT; index += 1) {
      server.registerTool(
        toolName(index),
        {
          title: `Echo ${index}`,
          description: 'Answer the text that was given. Use it to see that the connection works.',
          inputSchema,
          outputSchema,
          annotations: { readOnlyHint: true },
        },
        async ({ text }) => ({ content: [{ type: 'text', text }], structuredContent: { text } }),
      );
    }
    return server;
  }),
);

createServer((request, response) => void handle(request, response)).listen(
  Number(process.argv[2]),
  '127.0.0.1',
);
