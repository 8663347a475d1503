import type { ResourceContents } from '../definition/content.ts';
import type { ResourcePage } from '../definition/resource.ts';
import { fail, ToolError } from '../errors/tool-error.ts';
import { callBasics } from './context.ts';
import { decodeCursor } from './cursor.ts';
import { Deadline, withinDeadline } from './deadline.ts';
import { type Guarded, guarded, type Within } from './guarded.ts';
import type { EngineParts } from './parts.ts';
import { redactContents } from './redact-content.ts';
import type { EngineRequest } from './request.ts';
import { createResourceAccess, type ResourceAccess } from './resource-access.ts';
import { isTemplate, resourcePage } from './resource-page.ts';
import { createWatchRoom } from './watch-room.ts';

/** The resources of a server: listed in pages, read on the one path, watched for subscribers. */
export function createResources(parts: EngineParts) {
  const access = createResourceAccess(parts);
  const room = createWatchRoom();
  return {
    templates: (request: EngineRequest) =>
      parts.server.resources.filter((resource) => isTemplate(resource) && access.sees(request, resource)),

    /** One page of what can be read; the names are an upstream's, so it is a call like others. */
    list: (cursor: string | undefined, request: EngineRequest) => list(parts, access, cursor, request),

    /** Reads one resource on the one path of every call. */
    read: (uri: string, request: EngineRequest) => read(parts, access, uri, request),

    /** Whether a subscriber may watch a resource now. A fault on the way to the answer is no. */
    async mayWatch(uri: string, request: EngineRequest): Promise<boolean> {
      const deadline = new Deadline(parts.options.timeoutMs);
      const within: Within = (work) => withinDeadline(deadline, request.signal, work);
      try {
        return (await access.decide(await access.find(uri, request), uri, request, within)).allowed;
      } catch (error) {
        if (!(error instanceof ToolError))
          parts.log.error('A watch ends, for its right could not be looked at.', { error: String(error) });
        return false;
      }
    },

    /** Starts watching for a subscriber; answers how to stop. */
    async watch(uri: string, changed: () => void, request: EngineRequest): Promise<() => void> {
      const found = await access.find(uri, request);
      const { resource } = found;
      const deadline = new Deadline(parts.options.timeoutMs);
      const decision = await access.decide(found, uri, request, (work) =>
        withinDeadline(deadline, request.signal, work),
      );
      if (!decision.allowed) fail('forbidden', decision.reason);
      const basics = callBasics(parts, request, request.signal, access.permits(request, resource));
      return room.enter(
        request.caller,
        async () => (await resource.watch?.(uri, changed, basics)) ?? (() => {}),
      );
    },
  };
}

/** What `createResources` makes: the resources as each caller may see, read and watch them. */
export type Resources = ReturnType<typeof createResources>;

function list(
  parts: EngineParts,
  access: ResourceAccess,
  cursor: string | undefined,
  request: EngineRequest,
): Promise<Guarded<ResourcePage>> {
  return guarded<ResourcePage>(parts, request, {
    method: 'resources/list',
    target: 'resources/list',
    effect: 'read',
    subject: access.subject('resources/list'),
    arguments: cursor === undefined ? {} : { cursor },
    timeoutMs: parts.options.timeoutMs,
    async prepare() {
      const position = decodeCursor(cursor);
      const { resources } = await parts.connected();
      const listed = resources.filter((resource) => access.sees(request, resource));
      return {
        decision: { allowed: true },
        permits: undefined,
        run: (basics) =>
          resourcePage(listed, position, (resource) => ({
            ...basics,
            permits: access.permits(request, resource),
          })),
        seal: (page) => ({ result: page, bytes: Buffer.byteLength(JSON.stringify(page)) }),
      };
    },
  });
}

function read(
  parts: EngineParts,
  access: ResourceAccess,
  uri: string,
  request: EngineRequest,
): Promise<Guarded<readonly ResourceContents[]>> {
  return guarded<readonly ResourceContents[]>(parts, request, {
    method: 'resources/read',
    target: uri,
    effect: 'read',
    subject: access.subject('resources/read'),
    arguments: { uri },
    timeoutMs: parts.options.timeoutMs,
    async prepare(within) {
      const found = await access.find(uri, request);
      const { resource, variables } = found;
      return {
        decision: await access.decide(found, uri, request, within),
        permits: access.permits(request, resource),
        run: (basics) => resource.read(variables, basics, uri),
        seal: (contents) => sealContents(parts, contents),
      };
    },
  });
}

function sealContents({ options, redactor }: EngineParts, contents: readonly ResourceContents[]) {
  const { maxAnswerBytes, redactOutput } = options;
  const result = redactOutput ? contents.map((item) => redactContents(redactor, item)) : contents;
  const bytes = result.reduce((sum, item) => sum + sizeOf(item), 0);
  if (bytes > maxAnswerBytes) {
    fail('too_large', `The resource has ${bytes} bytes; the limit is ${maxAnswerBytes}.`, {
      next: 'Read a part of it with a tool.',
    });
  }
  return { result, bytes };
}

const sizeOf = (item: ResourceContents) => ('text' in item ? Buffer.byteLength(item.text) : item.blob.length);
