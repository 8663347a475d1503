import { defineTool, type Tool, type ToolDefinition, tableText } from '@portolan/runtime';
import { occurringFields } from '@portolan/runtime/untrusted-text';
import type * as z from 'zod';
import { brief } from '../answers/brief.ts';
import { readable } from '../answers/readable.ts';
import type { Services, ToolContext } from '../services.ts';
import { demandWellFormed } from './well-formed.ts';

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
 * a new name, the answer says so in `renamedTo`. Fields that say nothing are left out of the answer
 * of a read.
 */
export function defineGitHubTool<Input extends z.ZodObject, Output extends z.ZodObject>({
  run,
  constrained,
  untrusted,
  ...definition
}: GitHubToolDefinition<Input, Output>): Tool<Services> {
  const output = definition.output.loose();
  return defineTool<Services, Input, z.ZodObject>({
    ...definition,
    output,
    openWorld: definition.openWorld ?? true,
    // What a change did is a short answer.
    ...(definition.effect === 'read' && { render: tableText }),
    constrained: constrained ?? repositoryOf,
    run: async (input, context) => {
      demandWellFormed(input, '');
      const call = await context.github.for(context);
      const read = definition.effect === 'read';
      const answer = await readable({ ...call, read, log: context.log }, async () =>
        output.parse(await run(input, { ...context, ...call })),
      );
      // What a change did is said in full.
      const said = read ? brief(answer, definition.output) : answer;
      const renamedTo = call.renamed();
      const written = untrusted ? occurringFields(untrusted, said) : [];
      return {
        ...said,
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
