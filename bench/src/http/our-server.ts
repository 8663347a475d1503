import { defineServer, defineTool, text } from '@portolan/runtime';
import * as z from 'zod';
import { TOOL_COUNT, toolName } from './tools.ts';

const tools = Array.from({ length: TOOL_COUNT }, (_, index) =>
  defineTool({
    name: toolName(index),
    title: `Echo ${index}`,
    toolset: 'echo',
    description: 'Answer the text that was given. Use it to see that the connection works.',
    effect: 'read',
    input: z.object({ text: z.string().max(1000) }),
    output: z.object({ text: z.string() }),
    render: (output) => [text(output.text)],
    run: (input) => input,
  }),
);

/** The same 30 tools on the runtime. */
export default defineServer({
  name: 'bench',
  title: 'Bench',
  version: '1.0.0',
  description: 'Thirty tools that answer what they are given.',
  toolsets: { echo: { description: 'Echoes', default: true } },
  config: z.object({}),
  connect: () => ({}),
  tools,
});
