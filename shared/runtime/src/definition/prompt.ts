import type * as z from 'zod';
import { parseArguments } from '../call/arguments.ts';
import type { ContentBlock } from './content.ts';
import type { CallContext } from './context.ts';

/** One message that a prompt puts into the conversation. */
export interface PromptMessage {
  readonly role: 'user' | 'assistant';
  readonly content: ContentBlock;
}

type Completer<Services> = (
  typed: string,
  others: Readonly<Record<string, string>>,
  context: CallContext<Services>,
) => Promise<readonly string[]>;

/** What an author says of a prompt. */
export interface PromptDefinition<Services, Input extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /**
   * The tools that show what it quotes. While a flag (`--tools`, `--exclude-tools`, `--toolsets`) takes one of them
   * away, this is gone too.
   */
  readonly needs: readonly string[];
  /** Prompt arguments are strings on the wire; use `z.string()`, `z.enum()` or `z.coerce`. */
  readonly input: Input;
  /** Completions by argument name: values that begin with, or fit, what was typed so far. At most 100. */
  readonly complete?: Readonly<Record<string, Completer<Services>>>;
  readonly run: (
    input: z.output<Input>,
    context: CallContext<Services>,
  ) => Promise<readonly PromptMessage[]> | readonly PromptMessage[];
}

/** One argument of a prompt as clients see it. */
export interface PromptArgument {
  readonly name: string;
  readonly description?: string;
  readonly required: boolean;
}

/** A prompt as the runtime sees it. */
export interface Prompt<in Services = never> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly needs: readonly string[];
  readonly arguments: () => readonly PromptArgument[];
  readonly complete: Readonly<Record<string, Completer<Services>>>;
  /** @throws ToolError `invalid_arguments` */
  run(raw: unknown, context: CallContext<Services>): Promise<readonly PromptMessage[]>;
}

/** Declares a prompt. */
export function definePrompt<Services, Input extends z.ZodObject>(
  definition: PromptDefinition<Services, Input>,
): Prompt<Services> {
  return {
    name: definition.name,
    title: definition.title,
    description: definition.description,
    needs: definition.needs,
    arguments: () =>
      Object.entries(definition.input.shape).map(([name, schema]) => ({
        name,
        ...(schema.description === undefined ? {} : { description: schema.description }),
        required: !schema.safeParse(undefined).success,
      })),
    complete: definition.complete ?? {},
    run: async (raw, context) => definition.run(parseArguments(definition.input, raw), context),
  };
}
