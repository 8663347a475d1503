import * as z from 'zod';
import { type CallContext, defineServer, defineTool } from '../../src/index.ts';

interface Services {
  /** What the tool did, once for each time it ran that far. */
  readonly did: string[];
}

const text = (name: string) => ({
  message: `Which ${name}?`,
  requestedSchema: { type: 'object', properties: { said: { type: 'string' } } },
});

/** A tool that looks something up, asks its user two things at once, and then writes. */
export const asking = defineServer({
  name: 'asking',
  title: 'Asking',
  version: '1.0.0',
  description: 'Asks its user.',
  toolsets: { all: { description: 'All', default: true } },
  config: z.object({}),
  connect: (): Services => ({ did: [] }),
  tools: [
    defineTool({
      name: 'book_table',
      title: 'Book a table',
      toolset: 'all',
      description: 'For a test.',
      effect: 'write',
      input: z.object({}),
      output: z.object({ did: z.array(z.string()), answers: z.array(z.string()) }),
      run: async (_input, { did, ask }: CallContext<Services>) => {
        did.push('looked');
        const answers = await Promise.all([ask('day', text('day')), ask('time', text('time'))]);
        did.push('booked');
        return { did: [...did], answers: answers.map(({ action }) => action) };
      },
    }),
  ],
});
