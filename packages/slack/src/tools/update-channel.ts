import { type Change, fail } from '@portolan/runtime';
import * as z from 'zod';
import { Done } from '../reading/shapes.ts';
import { audience, DestinationId } from '../writing/destination.ts';
import { defineSlackTool } from './define-slack-tool.ts';

export const updateChannel = defineSlackTool({
  name: 'update_channel',
  title: 'Update Channel',
  toolset: 'manage',
  description: 'Rename a channel or set its topic or purpose.',
  effect: 'write',
  destructive: true,
  idempotent: true,
  input: {
    channel: DestinationId,
    name: z.string().min(1).max(80).optional(),
    topic: z.string().max(250).optional(),
    purpose: z.string().max(250).optional(),
  },
  output: z.looseObject({ id: z.string(), changed: z.array(z.string()) }),
  channels: ({ channel }) => [channel],
  run: async ({ channel: given, name, topic, purpose }, session, context) => {
    const { signal } = context;
    if ((name ?? topic ?? purpose) === undefined) {
      fail('invalid_arguments', 'Give a name, a topic or a purpose.');
    }
    const { id: channel } = await audience(session, given, context);
    const steps: Change<unknown>[] = [];
    if (name !== undefined) {
      const make = () => session.call('conversations.rename', { channel, name }, Done, signal);
      steps.push({ names: ['name'], make });
    }
    if (topic !== undefined) {
      const make = () => session.call('conversations.setTopic', { channel, topic }, Done, signal);
      steps.push({ names: ['topic'], make });
    }
    if (purpose !== undefined) {
      const make = () => session.call('conversations.setPurpose', { channel, purpose }, Done, signal);
      steps.push({ names: ['purpose'], make });
    }
    await context.changes.inOrder(steps);
    return { id: channel, changed: steps.flatMap(({ names }) => names) };
  },
});
