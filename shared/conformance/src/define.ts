import { type CallBasics, defineTool, type JsonSchema, type Tool } from '@portolan/runtime';
import * as z from 'zod';

const media = { data: z.string(), mimeType: z.string() };
const Block = z.union([
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('image'), ...media }),
  z.object({ type: z.literal('audio'), ...media }),
  z.object({
    type: z.literal('resource'),
    resource: z.object({ uri: z.string(), mimeType: z.string(), text: z.string() }),
  }),
]);

type Block = z.output<typeof Block>;
type Answer = string | readonly Block[];

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
  more: { readonly task?: boolean | 'required'; readonly timeoutMs?: number } = {},
): Tool<object> {
  return defineTool({
    name,
    title: name.replaceAll('_', ' '),
    toolset: 'suite',
    description,
    effect: 'read',
    ...more,
    input,
    output: z.object({ blocks: z.array(Block) }),
    render: ({ blocks }) => blocks,
    run: async (given, context: CallBasics) => {
      const answer = await run(given, context);
      return { blocks: typeof answer === 'string' ? [{ type: 'text' as const, text: answer }] : [...answer] };
    },
  });
}

/** A form with these properties, all needed. */
export const form = (properties: JsonSchema): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
});
