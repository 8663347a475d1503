import { setTimeout as sleep } from 'node:timers/promises';
import { type CallBasics, fail } from '@portolan/runtime';
import * as z from 'zod';
import { contentTool, form } from '../define.ts';

/** Long enough for a call to become a task, milliseconds. */
const WORK_MS = 600;

const confirm = (context: CallBasics, key: string) =>
  context.ask(key, { message: 'Go on?', requestedSchema: form({ confirm: { type: 'boolean' } }) });

/** Tools whose calls become tasks, and one whose never does. */
export const taskTools = [
  contentTool('greet', 'Greets at once.', z.object({ name: z.string() }), ({ name }) => `Hello, ${name}!`),
  contentTool(
    'slow_compute',
    'Works for some seconds.',
    z.object({ seconds: z.number().min(0).max(60), label: z.string().optional() }),
    async ({ seconds, label }, { signal }) => {
      await sleep(seconds * 1_000, undefined, { signal });
      return `computed ${label ?? ''}`;
    },
    { task: true, timeoutMs: 120_000 },
  ),
  contentTool(
    'failing_job',
    'Works, then fails.',
    z.object({}),
    async (_input, { signal }) => {
      await sleep(WORK_MS, undefined, { signal });
      return fail('unsupported', 'This job always fails.');
    },
    { task: 'required' },
  ),
  contentTool(
    'protocol_error_job',
    'Works, then needs what no client of the suite offers.',
    z.object({}),
    async (_input, context) => {
      await sleep(WORK_MS, undefined, { signal: context.signal });
      return JSON.stringify(await context.requestClient('roots', 'roots/list', {}));
    },
    { task: true },
  ),
  contentTool(
    'confirm_delete',
    'Works, then asks.',
    z.object({ filename: z.string() }),
    async ({ filename }, context) => {
      await sleep(WORK_MS, undefined, { signal: context.signal });
      return `${filename}: ${JSON.stringify(await confirm(context, 'confirm'))}`;
    },
    { task: true },
  ),
  contentTool(
    'multi_input',
    'Works, then asks two things at once.',
    z.object({}),
    async (_input, context) => {
      await sleep(WORK_MS, undefined, { signal: context.signal });
      return JSON.stringify(await Promise.all([confirm(context, 'one'), confirm(context, 'two')]));
    },
    { task: true },
  ),
  contentTool(
    'test_tool_with_task',
    'Asks, then works.',
    z.object({}),
    async (_input, context) => {
      const answer = await context.ask('user_name', {
        message: 'What is your name?',
        requestedSchema: form({ name: { type: 'string' } }),
      });
      await sleep(WORK_MS, undefined, { signal: context.signal });
      return `Hello, ${answer.action === 'accept' ? answer.content.name : 'stranger'}!`;
    },
    { task: true },
  ),
];
