import { defineTool, fail, type Tool, type ToolDefinition } from '@portolan/runtime';
import * as z from 'zod';
import type { CallOptions } from '../connection/database.ts';
import type { Context, Services } from '../services.ts';
import type { Source } from '../sources/sources.ts';

/** What every tool takes beside its own arguments; the server's instructions say when, once for all. */
const Common = { source: z.string().optional() };

type Input<Shape extends z.ZodRawShape> = z.ZodObject<Shape & typeof Common>;

/** A tool of this server: it works on one source, whose name a policy can constrain. */
export interface SourceToolDefinition<Shape extends z.ZodRawShape, Output extends z.ZodObject>
  extends Omit<ToolDefinition<Services, Input<Shape>, Output>, 'input' | 'constrained' | 'run'> {
  readonly input: Shape;
  /** Schemas the call names, for a policy. */
  readonly schemas?: (input: z.output<z.ZodObject<Shape>>) => readonly string[];
  /** Sources the call names beside its own, for a policy. */
  readonly otherSources?: (input: z.output<z.ZodObject<Shape>>) => readonly string[];
  /** Whether it also works for a role that may not be served; only to say so. */
  readonly anyRole?: boolean;
  /** The only source it works on; its callers name none then. */
  readonly boundTo?: string | undefined;
  readonly run: (
    input: z.output<Input<Shape>>,
    source: Source,
    options: CallOptions,
    context: Context,
  ) => Promise<z.input<Output>>;
}

/** Declares a tool that gets the source its caller names. */
export function defineSourceTool<Shape extends z.ZodRawShape, Output extends z.ZodObject>({
  input,
  schemas,
  otherSources,
  anyRole = false,
  boundTo,
  run,
  ...definition
}: SourceToolDefinition<Shape, Output>): Tool<Services> {
  const schema = z.object({ ...input, ...Common });
  return defineTool<Services, typeof schema, Output>({
    ...definition,
    input: schema,
    constrained: (given, { sources }) => ({
      source: [
        sources.find(boundTo ?? sourceOf(given)).settings.alias,
        ...(otherSources?.(z.object(input).parse(given)) ?? []),
      ],
      ...(schemas && { schema: schemas(z.object(input).parse(given)) }),
    }),
    run: async (given, context) => {
      const alias = boundTo ?? sourceOf(given);
      refuseOther(sourceOf(given), boundTo);
      const { signal, sources, caller } = context;
      const source = sources.find(alias);
      if (!anyRole && !source.role.passed) await source.role.demand(signal);
      // Its first start takes seconds, which are not the statement's.
      if (source.settings.embedded !== undefined) await source.settings.embedded.started(signal);
      return run(given, source, { signal, caller }, context);
    },
  });
}

function refuseOther(source: string | undefined, boundTo: string | undefined): void {
  if (boundTo === undefined || source === undefined || source === boundTo) return;
  fail('invalid_arguments', `The argument source names "${source}"; this tool works on "${boundTo}" alone.`, {
    next: 'Leave source out.',
  });
}

function sourceOf(input: object): string | undefined {
  const source: unknown = Reflect.get(input, 'source');
  return typeof source === 'string' ? source : undefined;
}
