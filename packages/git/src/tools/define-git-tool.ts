import { defineTool, type Tool, type ToolDefinition } from '@portolan/runtime';
import type * as z from 'zod';
import { nameRevision } from '../reading/name-revision.ts';
import type { Repository } from '../repository/open-repository.ts';
import { checkPath } from '../running/grammar.ts';
import type { Context, Services } from '../services.ts';
import { guardGitFolder } from '../writing/guard-git-folder.ts';

interface NamesRepository {
  readonly repo_path?: string | undefined;
  readonly path?: unknown;
  readonly paths?: unknown;
  readonly files?: unknown;
}

/** A tool on one repository, whose repository and paths a policy can always constrain. */
export interface GitToolDefinition<Input extends z.ZodObject, Output extends z.ZodObject>
  extends Omit<ToolDefinition<Services, Input, Output>, 'constrained' | 'run'> {
  readonly run: (
    input: z.output<Input>,
    repository: Repository,
    context: Context,
  ) => Promise<z.input<Output>> | z.input<Output>;
}

/** Declares a tool that gets its repository open and checked; a writer gets it for itself alone. */
export function defineGitTool<
  Input extends z.ZodObject<{ repo_path: z.ZodOptional<z.ZodString> }>,
  Output extends z.ZodObject,
>({ run, ...definition }: GitToolDefinition<Input, Output>): Tool<Services> {
  return defineTool<Services, Input, Output>({
    ...definition,
    constrained: async (input: NamesRepository, context) => {
      const { top } = await context.place(input.repo_path, context);
      const paths = namedPaths(input).map(([argument, path]) =>
        checkPath(top, path, argument, true).toWellFormed(),
      );
      // A call that names no path is one on the whole repository.
      const all = paths.length === 0 ? [''] : paths;
      return { repo: [top], path: all.map((path) => (path === '' ? top : `${top}/${path}`)) };
    },
    run: async (input, context) => {
      const { repo_path }: NamesRepository = input;
      const repository = await context.repository(repo_path, context);
      const answer = async () => run(input, repository, context);
      const named = (error: unknown) => nameRevision(error, { ...input }, repository);
      if (definition.effect === 'read') return answer().catch(named);
      return repository.exclusively(async () => {
        guardGitFolder(repository.roots, repository);
        return answer().catch(named);
      });
    },
  });
}

/** Each path of the input behind the argument that holds it, by itself or as the path of an item. */
const namedPaths = ({ path, paths, files }: NamesRepository): readonly (readonly [string, string])[] =>
  Object.entries({ path, paths, files }).flatMap(([argument, values]) =>
    [values].flat().flatMap((value) => {
      const named = hasPath(value) ? value.path : value;
      return typeof named === 'string' ? [[argument, named] as const] : [];
    }),
  );

const hasPath = (value: unknown): value is { readonly path: unknown } =>
  typeof value === 'object' && value !== null && 'path' in value;
