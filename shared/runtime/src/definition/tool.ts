import * as z from 'zod';
import { parseArguments } from '../call/arguments.ts';
import { parsedValue } from '../json/parse-value.ts';
import { writeJson } from '../json/written-json.ts';
import type { ContentBlock } from './content.ts';
import { text } from './content.ts';
import type { CallContext } from './context.ts';

/**
 * What a tool does to the world: `read` never changes anything; `write` adds or changes and loses
 * nothing; `destroy` can lose something. It gives the annotations, the scope a caller needs, the
 * audit phases and whether the user is asked.
 */
export type Effect = 'read' | 'write' | 'destroy';

/** A JSON Schema of MCP's default dialect, 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The values of one call that a policy may constrain, by constraint name (`path`, `repo`, `schema`, `namespace`).
 * What has several names is a list of them: one that is allowed allows it, and one that is denied denies it.
 */
export type Constrained = Readonly<Record<string, readonly (string | readonly string[])[]>>;

/** What an author says of a tool. */
export interface ToolDefinition<Services, Input extends z.ZodObject, Output extends z.ZodObject> {
  /** `snake_case`, verb first, at most 64 characters. */
  readonly name: string;
  readonly title: string;
  /** For the model: what it does, when to use it, what to call first. */
  readonly description: string;
  /** The group by which `--toolsets` switches it on or off. */
  readonly toolset: string;
  readonly effect: Effect;
  /**
   * Whether clients are told that it can replace or remove what is there (`destructiveHint`). Default: only
   * for `destroy`. A `write` that overwrites what its caller names says so here, and nobody is asked.
   */
  readonly destructive?: boolean;
  /** Whether the same call twice is the same as once. Reads always are. */
  readonly idempotent?: boolean;
  /** Whether it reaches beyond what this server is bound to (the web, a third party). */
  readonly openWorld?: boolean;
  /** Deadline in milliseconds; the server's default where it is left out. */
  readonly timeoutMs?: number;
  /** Size limit of the answer in bytes; the server's default where it is left out. */
  readonly maxBytes?: number;
  /** A limit of its own for each caller, `10/min,100/hour`; the operator can set another. */
  readonly rateLimit?: string;
  /**
   * Whether a slow call may go on as a task, for a client that knows tasks. Such a tool asks its user
   * either at once or, as a task, at any time; meanwhile its deadline stands still, and a question that
   * nobody answers within ten minutes ends the call.
   * `required` refuses clients that do not know tasks.
   */
  readonly task?: boolean | 'required';
  readonly input: Input;
  readonly output: Output;
  /**
   * What a policy's argument constraints look at. A value that is costly to find can be a getter: it is
   * read only where a policy constrains it.
   */
  readonly constrained?: (
    input: z.output<Input>,
    context: CallContext<Services>,
  ) => Constrained | Promise<Constrained>;
  /**
   * The question put to the user before a `destroy`; a plain one is made where it is left out. Undefined
   * where this call only previews and loses nothing: then nobody is asked. It may look first at what the
   * user is to decide on, and changes nothing.
   */
  readonly confirmation?: (
    input: z.output<Input>,
    context: CallContext<Services>,
  ) => string | undefined | Promise<string | undefined>;
  /** The text of the answer, whole, as some clients read only it; compact JSON of the output where it is left out. */
  readonly render?: (output: z.output<Output>) => readonly ContentBlock[];
  readonly run: (
    input: z.output<Input>,
    context: CallContext<Services>,
  ) => Promise<z.input<Output>> | z.input<Output>;
}

/** What a call produced, before redaction and bounds. */
export interface ToolOutput {
  readonly structured: Readonly<Record<string, unknown>>;
  readonly content: readonly ContentBlock[];
}

/** A call whose arguments are valid. */
export interface PreparedCall<Services> {
  /** The question before a `destroy`; undefined where nobody is to be asked. */
  confirmation(context: CallContext<Services>): Promise<string | undefined>;
  constrained(context: CallContext<Services>): Promise<Constrained>;
  run(context: CallContext<Services>): Promise<ToolOutput>;
}

/** A tool as the runtime sees it: the types of its input and output are closed over. */
export interface Tool<in Services = never> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly toolset: string;
  readonly effect: Effect;
  readonly destructive: boolean;
  readonly idempotent: boolean;
  readonly openWorld: boolean;
  readonly timeoutMs: number | undefined;
  readonly maxBytes: number | undefined;
  readonly rateLimit: string | undefined;
  readonly task: boolean | 'required';
  readonly inputSchema: () => JsonSchema;
  readonly outputSchema: () => JsonSchema;
  /** @throws ToolError `invalid_arguments`, naming the argument, the rule and the nearest known name */
  prepare(raw: unknown): PreparedCall<Services>;
}

/** Declares a tool. Author code holds only the domain; everything else is done on the one path of every call. */
export function defineTool<Services, Input extends z.ZodObject, Output extends z.ZodObject>(
  definition: ToolDefinition<Services, Input, Output>,
): Tool<Services> {
  return {
    name: definition.name,
    title: definition.title,
    description: definition.description,
    toolset: definition.toolset,
    effect: definition.effect,
    destructive: definition.destructive ?? definition.effect === 'destroy',
    idempotent: definition.idempotent ?? definition.effect === 'read',
    openWorld: definition.openWorld ?? false,
    timeoutMs: definition.timeoutMs,
    maxBytes: definition.maxBytes,
    rateLimit: definition.rateLimit,
    task: definition.task ?? false,
    // What the author added with `meta` is lost on the strict copy.
    inputSchema: () => ({ ...jsonSchema(definition.input.strict(), 'input'), ...definition.input.meta() }),
    outputSchema: () => jsonSchema(definition.output, 'output'),
    prepare(raw) {
      const input = parseArguments(definition.input, raw);
      return {
        constrained: async (context) => (await definition.constrained?.(input, context)) ?? {},
        confirmation: async (context) =>
          definition.confirmation
            ? definition.confirmation(input, context)
            : `Run ${definition.title}? It can lose data.`,
        async run(context) {
          const output = parsedValue(definition.output, await definition.run(input, context));
          return {
            structured: output,
            content: definition.render?.(output) ?? [text(writeJson(output))],
          };
        },
      };
    },
  };
}

/**
 * MCP's default dialect is the one zod writes, so naming it in every schema would only cost bytes. So would
 * closing the objects of an answer, which may gain fields.
 */
function jsonSchema(schema: z.ZodObject, io: 'input' | 'output'): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema: part }) => {
      // What every integer in JSON is held to says nothing.
      if (part.maximum === Number.MAX_SAFE_INTEGER) delete part.maximum;
      if (part.minimum === Number.MIN_SAFE_INTEGER) delete part.minimum;
      if (io === 'output' && isOpenOrClosed(part.additionalProperties)) delete part.additionalProperties;
    },
  });
  return rest;
}

const isOpenOrClosed = (rule: unknown) =>
  rule === false || (typeof rule === 'object' && rule !== null && Object.keys(rule).length === 0);
