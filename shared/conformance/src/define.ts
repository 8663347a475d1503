import {
  type CallBasics,
  type ContentBlock,
  defineTool,
  type JsonSchema,
  type Tool,
  text,
} from '@portolan/runtime';
import * as z from 'zod';

type Answer = string | readonly ContentBlock[];

/** A tool of the suite without arguments, which answers content and no data. */
export const simpleTool = (
  name: string,
  description: string,
  run: (context: CallBasics) => Answer | Promise<Answer>,
): Tool<object> => contentTool(name, description, z.object({}), (_input, context) => run(context));

/** A tool of the suite, which answers content and no data. */
export function contentTool<Input extends z.ZodObject>(
  name: string,
  description: string,
  input: Input,
  run: (input: z.output<Input>, context: CallBasics) => Answer | Promise<Answer>,
): Tool<object> {
  return defineTool({
    name,
    title: name.replaceAll('_', ' '),
    toolset: 'suite',
    description,
    effect: 'read',
    input,
    output: z.object({ content: z.array(z.custom<ContentBlock>()).meta({ type: 'array' }) }),
    render: ({ content }) => content,
    run: async (given, context: CallBasics) => {
      const answer = await run(given, context);
      return { content: typeof answer === 'string' ? [text(answer)] : [...answer] };
    },
  });
}

/** A form with these properties, all needed. */
export const form = (properties: JsonSchema): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
});
