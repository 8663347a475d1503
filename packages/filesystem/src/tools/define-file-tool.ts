import { defineTool, type Tool, type ToolDefinition } from '@portolan/runtime';
import type * as z from 'zod';
import type { Files } from '../files.ts';
import type { Context, Services } from '../services.ts';
import { policyPaths } from './policy-paths.ts';

/** A tool of this server: a tool whose paths a policy can always constrain. */
export interface FileToolDefinition<Input extends z.ZodObject, Output extends z.ZodObject>
  extends Omit<ToolDefinition<Services, Input, Output>, 'constrained' | 'run'> {
  /** Every path of the call, as the caller wrote it. */
  readonly paths: (input: z.output<Input>, files: Files) => readonly string[] | Promise<readonly string[]>;
  readonly run: (
    input: z.output<Input>,
    files: Files,
    context: Context,
  ) => Promise<z.input<Output>> | z.input<Output>;
}

/** Declares a tool that gets the files its caller may use. */
export function defineFileTool<Input extends z.ZodObject, Output extends z.ZodObject>({
  paths,
  run,
  ...definition
}: FileToolDefinition<Input, Output>): Tool<Services> {
  return defineTool<Services, Input, Output>({
    ...definition,
    constrained: async (input, context) => {
      const files = await context.filesFor(context);
      const named = await paths(input, files);
      return {
        get path() {
          return named.flatMap((path) => policyPaths(files, path));
        },
      };
    },
    run: async (input, context) => run(input, await context.filesFor(context), context),
  });
}
