import type { ResourceContents } from '../definition/content.ts';
import type { Resource, ResourcePage, Variables } from '../definition/resource.ts';
import type { ResourceDeclaration } from '../definition/server.ts';
import { fail } from '../errors/tool-error.ts';
import type { PolicySubject } from '../policy/types.ts';
import { callBasics, permitsOf } from './context.ts';
import { decodeCursor } from './cursor.ts';
import { Deadline, withinDeadline } from './deadline.ts';
import { type Guarded, guarded, type Within } from './guarded.ts';
import type { EngineParts } from './parts.ts';
import { redactContents } from './redact-content.ts';
import type { EngineRequest } from './request.ts';
import { isTemplate, resourcePage } from './resource-page.ts';

interface Match {
  readonly resource: Resource<unknown>;
  readonly variables: Variables;
}

/** The resources of a server: listed in pages, read on the one path, watched for subscribers. */
export function createResources(parts: EngineParts) {
  const subject = (name: string): PolicySubject => ({
    server: parts.server.name,
    name,
    toolset: 'resources',
    effect: 'read',
  });
  const allowed = (request: EngineRequest, resource: ResourceDeclaration) =>
    parts.leaves(resource.needs) &&
    parts.documentPolicy.visible(request.caller, subject(resource.name)).allowed;

  /** @throws ToolError `not_found`, also for a resource the caller may not see */
  const find = async (uri: string, request: EngineRequest): Promise<Match> => {
    for (const resource of (await parts.connected()).resources) {
      const variables = allowed(request, resource) ? await match(resource, uri) : undefined;
      if (variables) return { resource, variables };
    }
    return fail('not_found', `No resource has the URI ${uri.slice(0, 256)}.`);
  };

  const furtherOf = ({ name }: ResourceDeclaration, request: EngineRequest) =>
    permitsOf(parts.documentPolicy, request.caller, subject(name));

  const decide = async (
    { resource, variables }: Match,
    uri: string,
    request: EngineRequest,
    within: Within,
  ) => {
    const permits = furtherOf(resource, request);
    const constrained = await within(
      async (signal, whileAsking) =>
        (await resource.constrained?.(
          variables,
          callBasics(parts, request, signal, permits, whileAsking),
          uri,
        )) ?? constrainedBy(variables),
    );
    return parts.documentPolicy.permits(request.caller, subject(resource.name), constrained);
  };

  return {
    templates: (request: EngineRequest) =>
      parts.server.resources.filter((resource) => isTemplate(resource) && allowed(request, resource)),

    /** One page of what can be read; the names are an upstream's, so it is a call like others. */
    list: (cursor: string | undefined, request: EngineRequest): Promise<Guarded<ResourcePage>> =>
      guarded<ResourcePage>(parts, request, {
        method: 'resources/list',
        target: 'resources/list',
        effect: 'read',
        subject: subject('resources/list'),
        arguments: cursor === undefined ? {} : { cursor },
        timeoutMs: parts.options.timeoutMs,
        async prepare() {
          const position = decodeCursor(cursor);
          const { resources } = await parts.connected();
          const listed = resources.filter((resource) => allowed(request, resource));
          return {
            decision: { allowed: true },
            permits: undefined,
            run: (basics) =>
              resourcePage(listed, position, (resource) => ({
                ...basics,
                permits: furtherOf(resource, request),
              })),
            seal: (page) => ({ result: page, bytes: Buffer.byteLength(JSON.stringify(page)) }),
          };
        },
      }),

    /** Reads one resource on the one path of every call. */
    read: (uri: string, request: EngineRequest): Promise<Guarded<readonly ResourceContents[]>> =>
      guarded<readonly ResourceContents[]>(parts, request, {
        method: 'resources/read',
        target: uri,
        effect: 'read',
        subject: subject('resources/read'),
        arguments: { uri },
        timeoutMs: parts.options.timeoutMs,
        async prepare(within) {
          const { resource, variables } = await find(uri, request);
          return {
            decision: await decide({ resource, variables }, uri, request, within),
            permits: furtherOf(resource, request),
            run: (basics) => resource.read(variables, basics, uri),
            seal: (contents) => sealContents(parts, contents),
          };
        },
      }),

    /** Starts watching for a subscriber; answers how to stop. */
    async watch(uri: string, changed: () => void, request: EngineRequest): Promise<() => void> {
      const found = await find(uri, request);
      const { resource } = found;
      const deadline = new Deadline(parts.options.timeoutMs);
      const decision = await decide(found, uri, request, (work) =>
        withinDeadline(deadline, request.signal, work),
      );
      if (!decision.allowed) fail('forbidden', decision.reason);
      const basics = callBasics(parts, request, request.signal, furtherOf(resource, request));
      const stop = await resource.watch?.(uri, changed, basics);
      return stop ?? (() => {});
    },
  };
}

export type Resources = ReturnType<typeof createResources>;

/** A policy constrains a resource by its template variables (`path`, `repo`). */
const constrainedBy = (variables: Variables) =>
  Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, [value]]));

function sealContents(parts: EngineParts, contents: readonly ResourceContents[]) {
  const bytes = contents.reduce((sum, item) => sum + sizeOf(item), 0);
  if (bytes > parts.options.maxAnswerBytes) {
    fail('too_large', `The resource has ${bytes} bytes; the limit is ${parts.options.maxAnswerBytes}.`, {
      next: 'Read a part of it with a tool.',
    });
  }
  const redact = (item: ResourceContents) => redactContents(parts.redactor, item);
  return { result: parts.options.redactOutput ? contents.map(redact) : contents, bytes };
}

const sizeOf = (item: ResourceContents) => ('text' in item ? Buffer.byteLength(item.text) : item.blob.length);

async function match(resource: ResourceDeclaration, uri: string): Promise<Variables | undefined> {
  if (!isTemplate(resource)) return resource.uri === uri ? {} : undefined;
  const { UriTemplate } = await import('@modelcontextprotocol/server');
  const variables = new UriTemplate(resource.uri).match(uri);
  if (!variables) return undefined;
  const plain = (value: string | string[]) => decode(Array.isArray(value) ? value.join(',') : value);
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, plain(value)]));
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    // A lone percent sign is a legal character of the value itself.
    return value;
  }
}
