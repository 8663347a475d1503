import { defineServer } from '@portolan/runtime';
import * as z from 'zod';
import { prompts } from './prompts.ts';
import { resources } from './resources.ts';
import { contentTools } from './tools/content.ts';
import { noticeTools } from './tools/notices.ts';
import { questionTools } from './tools/questions.ts';
import { schemaTools } from './tools/schemas.ts';
import { taskTools } from './tools/tasks.ts';

/** The server that the official conformance suite drives: its fixtures, declared as any server is. */
export default defineServer({
  name: 'conformance',
  title: 'Conformance',
  version: '1.0.0',
  description: 'The fixtures of the official MCP conformance suite.',
  toolsets: { suite: { description: 'Fixtures of the suite', default: true } },
  config: z.object({}),
  connect: () => ({}),
  tools: [...contentTools, ...noticeTools, ...questionTools, ...schemaTools, ...taskTools],
  resources,
  prompts,
});
