import { defineTool, type Tool, type ToolDefinition } from '@portolan/runtime';
import type * as z from 'zod';
import type { Services, ToolContext } from '../services.ts';

/** A tool of this server: `run` also gets what `GitHubCall` has. */
export interface GitHubToolDefinition<Input extends z.ZodObject, Output extends z.ZodObject>
  extends Omit<ToolDefinition<Services, Input, Output>, 'run'> {
  readonly run: (input: z.output<Input>, context: ToolContext) => Promise<z.input<Output>> | z.input<Output>;
}

/**
 * Declares a tool that works with the credential of its caller. A policy may constrain `repo`, written
 * `owner/repo` in lower case, of every tool whose input has both.
 */
export function defineGitHubTool<Input extends z.ZodObject, Output extends z.ZodObject>({
  run,
  constrained,
  ...definition
}: GitHubToolDefinition<Input, Output>): Tool<Services> {
  return defineTool<Services, Input, Output>({
    ...definition,
    openWorld: definition.openWorld ?? true,
    constrained: constrained ?? repositoryOf,
    run: async (input, context) => run(input, { ...context, ...(await context.github.for(context)) }),
  });
}

/** GitHub takes names in any case for the same, so one is compared. */
function repositoryOf(input: Readonly<Record<string, unknown>>) {
  const { owner, repo } = input;
  return typeof owner === 'string' && typeof repo === 'string'
    ? { repo: [`${owner}/${repo}`.toLowerCase()] }
    : {};
}
