import { expect, it } from 'vitest';
import * as z from 'zod';
import { defineServer } from './define-server.ts';
import { definePrompt } from './prompt.ts';

it('refuses a prompt that needs a tool which the server does not have', () => {
  const prompt = definePrompt({
    name: 'summarize',
    title: 'Summarize',
    description: 'Summarizes.',
    needs: ['read_nothing'],
    input: z.object({}),
    run: () => [],
  });
  const define = () =>
    defineServer({
      name: 'needy',
      title: 'Needy',
      version: '1.0.0',
      description: 'Needs a tool.',
      toolsets: {},
      config: z.object({}),
      connect: () => ({}),
      tools: [],
      prompts: [prompt],
    });
  expect(define).toThrow('"summarize" needs the tool "read_nothing", which there is not.');
});
