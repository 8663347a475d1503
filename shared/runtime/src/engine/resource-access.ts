import type { CallBasics } from '../definition/context.ts';
import type { Resource, Variables } from '../definition/resource.ts';
import type { ResourceDeclaration } from '../definition/server.ts';
import { fail } from '../errors/tool-error.ts';
import type { PolicyDecision, PolicySubject } from '../policy/types.ts';
import { callBasics, permitsOf } from './context.ts';
import type { Within } from './guarded.ts';
import type { EngineParts } from './parts.ts';
import type { EngineRequest } from './request.ts';
import { isTemplate } from './resource-page.ts';

/** A resource and what a URI says of its variables. */
export interface FoundResource {
  readonly resource: Resource<unknown>;
  readonly variables: Variables;
}

/** Which resources a caller may see, and which of their URIs it may read. */
export interface ResourceAccess {
  /** What the policy is asked about, by the name of a resource or of a method. */
  subject(name: string): PolicySubject;
  /** Whether the caller may know of a resource. */
  sees(request: EngineRequest, resource: ResourceDeclaration): boolean;
  /** @throws ToolError `not_found`, also for a resource the caller may not see */
  find(uri: string, request: EngineRequest): Promise<FoundResource>;
  /** What the policy says of further values of a resource. */
  permits(request: EngineRequest, resource: ResourceDeclaration): CallBasics['permits'];
  /** Whether the policy permits the values that a URI names. */
  decide(found: FoundResource, uri: string, request: EngineRequest, within: Within): Promise<PolicyDecision>;
}

/** Asks the policy for documents, which is not that of tools, and the operator's settings. */
export function createResourceAccess(parts: EngineParts): ResourceAccess {
  const { documentPolicy } = parts;
  const subject = (name: string): PolicySubject => ({
    server: parts.server.name,
    name,
    toolset: 'resources',
    effect: 'read',
  });
  const access: ResourceAccess = {
    subject,
    sees: ({ caller }, { name, needs }) =>
      parts.leaves(needs) && documentPolicy.visible(caller, subject(name)).allowed,
    async find(uri, request) {
      for (const resource of (await parts.connected()).resources) {
        const variables = access.sees(request, resource) ? await match(resource, uri) : undefined;
        if (variables) return { resource, variables };
      }
      return fail('not_found', `No resource has the URI ${uri.slice(0, 256)}.`);
    },
    permits: ({ caller }, { name }) => permitsOf(documentPolicy, caller, subject(name)),
    async decide({ resource, variables }, uri, request, within) {
      const permits = access.permits(request, resource);
      const constrained = await within(async (signal, whileAsking) => {
        const basics = callBasics(parts, request, signal, permits, whileAsking);
        return (await resource.constrained?.(variables, basics, uri)) ?? constrainedBy(variables);
      });
      return documentPolicy.permits(request.caller, subject(resource.name), constrained);
    },
  };
  return access;
}

/** A policy constrains a resource by its template variables (`path`, `repo`). */
const constrainedBy = (variables: Variables) =>
  Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, [value]]));

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
