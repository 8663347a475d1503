import type * as z from 'zod';
import { parsedValue } from '../json/parse-value.ts';
import type { CallBasics } from './context.ts';
import type { Prompt } from './prompt.ts';
import type { Resource } from './resource.ts';
import type { ConnectedServer, ServerDefinition, ServerModule } from './server.ts';

/**
 * Declares a server. The answer is what transports, commands and the host take.
 *
 * @throws Error when two tools, prompts or resources share a name, a tool names an undeclared toolset, or a
 *   resource or prompt needs a tool that there is not
 */
export function defineServer<Config extends z.ZodObject, Services extends object>(
  definition: ServerDefinition<Config, Services>,
): ServerModule {
  refuseUnknownNeeds(definition.tools, [...(definition.resources ?? []), ...(definition.prompts ?? [])]);
  return moduleOf(definition);
}

function moduleOf<Config extends z.ZodObject, Services extends object>(
  definition: ServerDefinition<Config, Services>,
): ServerModule {
  const resources = definition.resources ?? [];
  const prompts = definition.prompts ?? [];
  refuseDuplicates('tool', definition.tools);
  refuseDuplicates('prompt', prompts);
  refuseDuplicates('resource', resources);
  refuseUndeclaredToolsets(definition);
  const { toolsFor } = definition;
  const module: ServerModule = {
    name: definition.name,
    title: definition.title,
    version: definition.version,
    description: definition.description,
    instructions: definition.instructions,
    toolsets: definition.toolsets,
    config: definition.config,
    callerTokens: definition.callerTokens,
    tools: definition.tools,
    prompts,
    resources,
    withSettings(config) {
      if (toolsFor === undefined) return module;
      const tools = toolsFor(parsedValue(definition.config, config));
      return moduleOf({ ...withoutToolsFor(definition), tools });
    },
    async connect(config, start) {
      const services = await definition.connect({ config: parsedValue(definition.config, config), ...start });
      return connected(definition, services, resources, prompts);
    },
  };
  return module;
}

function withoutToolsFor<Config extends z.ZodObject, Services extends object>({
  toolsFor: _done,
  ...rest
}: ServerDefinition<Config, Services>): Omit<ServerDefinition<Config, Services>, 'toolsFor'> {
  return rest;
}

function connected<Config extends z.ZodObject, Services extends object>(
  definition: ServerDefinition<Config, Services>,
  services: Services,
  resources: readonly Resource<Services>[],
  prompts: readonly Prompt<Services>[],
): ConnectedServer {
  const tools = new Map(definition.tools.map((tool) => [tool.name, tool]));
  const join = (basics: CallBasics) => ({ ...services, ...basics });
  return {
    prepareTool(name, raw) {
      const prepared = tools.get(name)?.prepare(raw);
      return (
        prepared && {
          confirmation: (basics) => prepared.confirmation(join(basics)),
          constrained: (basics) => prepared.constrained(join(basics)),
          run: (basics) => prepared.run(join(basics)),
        }
      );
    },
    offers: (tool, caller) => definition.offers?.(services, tool, caller) ?? true,
    resources: resources.map((resource) => joinResource(resource, join)),
    prompts: prompts.map((prompt) => ({
      ...prompt,
      complete: joinCompleters(prompt.complete, join),
      run: (raw, basics) => prompt.run(raw, join(basics)),
    })),
    check: async (signal, thorough = false) => (await definition.check?.(services, signal, thorough)) ?? [],
    close: async () => definition.disconnect?.(services),
  };
}

type Join<Services> = (basics: CallBasics) => CallBasics & Services;

function joinResource<Services>(resource: Resource<Services>, join: Join<Services>): Resource<unknown> {
  const { list, watch, read, complete, constrained } = resource;
  return {
    name: resource.name,
    title: resource.title,
    description: resource.description,
    uri: resource.uri,
    needs: resource.needs,
    ...(resource.mimeType === undefined ? {} : { mimeType: resource.mimeType }),
    ...(list && { list: (cursor, basics) => list(cursor, join(basics)) }),
    ...(watch && { watch: (uri, changed, basics) => watch(uri, changed, join(basics)) }),
    ...(complete && { complete: joinCompleters(complete, join) }),
    ...(constrained && {
      constrained: (variables, basics, uri) => constrained(variables, join(basics), uri),
    }),
    read: (variables, basics, uri) => read(variables, join(basics), uri),
  };
}

type Completers<Context> = Readonly<
  Record<
    string,
    (typed: string, others: Readonly<Record<string, string>>, context: Context) => Promise<readonly string[]>
  >
>;

function joinCompleters<Services>(
  completers: Completers<CallBasics & Services>,
  join: Join<Services>,
): Completers<CallBasics> {
  return Object.fromEntries(
    Object.entries(completers).map(([name, complete]) => [
      name,
      (typed: string, others: Readonly<Record<string, string>>, basics: CallBasics) =>
        complete(typed, others, join(basics)),
    ]),
  );
}

function refuseDuplicates(kind: string, things: readonly { readonly name: string }[]): void {
  const seen = new Set<string>();
  for (const { name } of things) {
    if (seen.has(name)) throw new Error(`Two ${kind}s are named "${name}".`);
    seen.add(name);
  }
}

function refuseUndeclaredToolsets(definition: {
  readonly tools: readonly { readonly name: string; readonly toolset: string }[];
  readonly toolsets: Readonly<Record<string, unknown>>;
}): void {
  for (const tool of definition.tools) {
    if (!Object.hasOwn(definition.toolsets, tool.toolset)) {
      throw new Error(
        `Tool "${tool.name}" names the toolset "${tool.toolset}", which the server does not declare.`,
      );
    }
  }
}

function refuseUnknownNeeds(
  tools: readonly { readonly name: string }[],
  documents: readonly { readonly name: string; readonly needs: readonly string[] }[],
): void {
  const names = new Set(tools.map(({ name }) => name));
  for (const { name, needs } of documents) {
    const missing = needs.find((need) => !names.has(need));
    if (missing !== undefined) throw new Error(`"${name}" needs the tool "${missing}", which there is not.`);
  }
}
