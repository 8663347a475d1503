import type { ResourceEntry } from '../definition/resource.ts';
import type { Engine } from '../engine/engine.ts';
import type { Guarded } from '../engine/guarded.ts';
import type { EngineRequest } from '../engine/request.ts';

/** The result of `prompts/list`. */
export const promptList = ({ prompts }: Engine, request: EngineRequest) => ({
  prompts: prompts.list(request).map((prompt) => ({ ...prompt, arguments: [...prompt.arguments] })),
});

/** The result of `resources/templates/list`. */
export const templateList = ({ resources }: Engine, request: EngineRequest) => ({
  resourceTemplates: resources.templates(request).map(({ uri, name, title, description, mimeType }) => ({
    uriTemplate: uri,
    name,
    title,
    description,
    ...(mimeType !== undefined && { mimeType }),
  })),
});

/** The result of `resources/list`. */
export async function resourceList(
  { resources }: Engine,
  cursor: string | undefined,
  request: EngineRequest,
): Promise<Guarded<{ resources: ResourceEntry[]; nextCursor?: string }>> {
  const done = await resources.list(cursor, request);
  if (!done.ok) return done;
  const { resources: entries, nextCursor } = done.result;
  return { ok: true, result: { resources: [...entries], ...(nextCursor !== undefined && { nextCursor }) } };
}
