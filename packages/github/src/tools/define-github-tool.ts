import { defineTool, fail, type Tool, type ToolDefinition } from '@portolan/runtime';
import { occurringFields } from '@portolan/runtime/untrusted-text';
import type * as z from 'zod';
import type { GitHubCall } from '../client/types.ts';
import type { Context, Services, ToolContext } from '../services.ts';

/** A tool of this server: `run` also gets what `GitHubCall` has. */
export interface GitHubToolDefinition<Input extends z.ZodObject, Output extends z.ZodObject>
  extends Omit<ToolDefinition<Services, Input, Output>, 'run' | 'render'> {
  /**
   * The fields of its answer, at any depth, whose text other people wrote. The answer names those it has in
   * `untrusted`, which the schema leaves out to stay short.
   */
  readonly untrusted?: readonly string[];
  readonly run: (input: z.output<Input>, context: ToolContext) => Promise<z.input<Output>> | z.input<Output>;
}

/**
 * Declares a tool that works with the credential of its caller. A policy may constrain `repo`, written
 * `owner/repo` in lower case, of every tool whose input has both. Where GitHub answers from a repository under
 * a new name, the answer says so in `renamedTo`.
 */
export function defineGitHubTool<Input extends z.ZodObject, Output extends z.ZodObject>({
  run,
  constrained,
  untrusted,
  ...definition
}: GitHubToolDefinition<Input, Output>): Tool<Services> {
  return defineTool<Services, Input, z.ZodObject>({
    ...definition,
    output: definition.output.loose(),
    openWorld: definition.openWorld ?? true,
    constrained: constrained ?? repositoryOf,
    run: async (input, context) => {
      const call = await context.github.for(context);
      const output = await run(input, { ...context, ...call });
      const renamedTo = await newName(call, context);
      const written = untrusted ? occurringFields(untrusted, output) : [];
      return {
        ...output,
        ...(written.length > 0 && { untrusted: written }),
        ...(renamedTo !== undefined && { renamedTo }),
      };
    },
  });
}

/** GitHub takes names in any case for the same, so one is compared. */
function repositoryOf(input: Readonly<Record<string, unknown>>) {
  const { owner, repo } = input;
  return typeof owner === 'string' && typeof repo === 'string'
    ? { repo: [`${owner}/${repo}`.toLowerCase()] }
    : {};
}

/**
 * The name of today of a repository that answered under an old one.
 *
 * @throws ToolError `forbidden` where the caller's policy does not allow it under that
 */
async function newName({ request, renamed }: GitHubCall, { permits }: Context): Promise<string | undefined> {
  const id = renamed();
  if (id === undefined) return undefined;
  const { data } = await request('GET /repositories/{id}', { id });
  const name: unknown = data.full_name;
  if (typeof name !== 'string') return undefined;
  if (permits && !permits({ repo: [name.toLowerCase()] })) {
    fail('forbidden', 'The repository was renamed to one that your policy does not allow.');
  }
  return name;
}
