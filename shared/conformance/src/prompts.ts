import { type CallBasics, definePrompt, type PromptMessage, text } from '@portolan/runtime';
import * as z from 'zod';
import { form } from './define.ts';
import { pngBase64 } from './samples.ts';

const says = (content: PromptMessage['content']): PromptMessage => ({ role: 'user', content });

export const prompts = [
  definePrompt({
    name: 'test_simple_prompt',
    title: 'Simple prompt',
    description: 'A prompt without arguments.',
    needs: [],
    input: z.object({}),
    run: () => [says(text('This is a simple prompt for testing.'))],
  }),
  definePrompt({
    name: 'test_prompt_with_arguments',
    title: 'Prompt with arguments',
    description: 'A prompt with two arguments.',
    needs: [],
    input: z.object({
      arg1: z.string().describe('First test argument'),
      arg2: z.string().describe('Second test argument'),
    }),
    complete: { arg1: async (typed) => ['alpha', 'beta'].filter((value) => value.startsWith(typed)) },
    run: ({ arg1, arg2 }) => [says(text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`))],
  }),
  definePrompt({
    name: 'test_prompt_with_embedded_resource',
    title: 'Prompt with a resource',
    description: 'A prompt that holds a resource.',
    needs: [],
    input: z.object({ resourceUri: z.string().describe('URI of the resource to embed') }),
    run: ({ resourceUri }) => [
      says({ type: 'resource', resource: { uri: resourceUri, mimeType: 'text/plain', text: 'Embedded.' } }),
      says(text('Please process the embedded resource above.')),
    ],
  }),
  definePrompt({
    name: 'test_prompt_with_image',
    title: 'Prompt with an image',
    description: 'A prompt that holds an image.',
    needs: [],
    input: z.object({}),
    run: () => [
      says({ type: 'image', data: pngBase64, mimeType: 'image/png' }),
      says(text('Please analyze the image above.')),
    ],
  }),
  definePrompt({
    name: 'test_input_required_result_prompt',
    title: 'Prompt that asks',
    description: 'A prompt that asks the user first.',
    needs: [],
    input: z.object({}),
    run: async (_input, context: CallBasics) => {
      const answer = await context.ask('user_context', {
        message: 'What context should the prompt use?',
        requestedSchema: form({ context: { type: 'string' } }),
      });
      return [says(text(`Use this context: ${JSON.stringify(answer)}`))];
    },
  }),
];
