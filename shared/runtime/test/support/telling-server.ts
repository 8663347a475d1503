import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { type CallContext, defineServer, defineTool } from '../../src/index.ts';

const common = {
  toolset: 'all',
  description: 'For a test.',
  effect: 'read',
  input: z.object({}),
  output: z.object({ said: z.string() }),
} as const;

/** Tools that tell their progress: in time, too late, and after nobody waits any more. */
export const telling = defineServer({
  name: 'telling',
  title: 'Telling',
  version: '1.0.0',
  description: 'Tells its progress.',
  toolsets: { all: { description: 'All', default: true } },
  config: z.object({}),
  connect: () => ({}),
  tools: [
    defineTool({
      ...common,
      name: 'tell_steps',
      title: 'Tell steps',
      run: async (_input, { progress }: CallContext<object>) => {
        progress(0);
        progress(1, 2);
        await sleep(5);
        progress(2, 2, 'almost "done"');
        return { said: 'told' };
      },
    }),
    defineTool({
      ...common,
      name: 'tell_late',
      title: 'Tell late',
      run: (_input, { progress }: CallContext<object>) => {
        progress(1, 2);
        setTimeout(() => progress(2, 2), 5);
        return { said: 'too early' };
      },
    }),
    defineTool({
      ...common,
      name: 'tell_cancelled',
      title: 'Tell when cancelled',
      run: async (_input, { progress, signal }: CallContext<object>) => {
        progress(1, 2);
        await new Promise<void>((resolve) => {
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
        progress(2, 2);
        return { said: 'cancelled' };
      },
    }),
  ],
});
