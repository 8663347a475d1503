import { createTaskRegistry, type TaskRegistry } from '../tasks/registry.ts';
import { type Completion, type CompletionQuery, complete } from './complete.ts';
import type { Guarded } from './guarded.ts';
import type { EngineParts } from './parts.ts';
import { createPrompts, type Prompts } from './prompts.ts';
import type { EngineRequest } from './request.ts';
import { createResources, type Resources } from './resources.ts';
import { createTools, type Tools } from './tools.ts';

/** A server with everything around it, free of any transport or protocol era. */
export interface Engine {
  readonly parts: EngineParts;
  readonly tools: Tools;
  readonly resources: Resources;
  readonly prompts: Prompts;
  readonly tasks: TaskRegistry;
  complete(query: CompletionQuery, request: EngineRequest): Promise<Guarded<Completion>>;
}

/** Makes what serves every call of a server, whichever transport it came over. */
export function createEngine(parts: EngineParts): Engine {
  return {
    parts,
    tools: createTools(parts),
    resources: createResources(parts),
    prompts: createPrompts(parts),
    tasks: createTaskRegistry(),
    complete: (query, request) => complete(parts, query, request),
  };
}
