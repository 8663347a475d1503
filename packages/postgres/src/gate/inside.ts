import type { FoundFunction } from './lookup.ts';
import type { Name } from './names.ts';

/** What the text of functions may call and read, by its words: no grammar reads every language. */
export interface Inside {
  readonly called: readonly Name[];
  readonly relations: readonly Name[];
}

const part = String.raw`(?:"((?:[^"]|"")+)"|([\p{L}_][\p{L}\p{N}_$]*))`;
/** A name, perhaps with its schema, and whether a parenthesis follows. */
const names = new RegExp(String.raw`(?:${part}\s*\.\s*)?${part}(\s*\()?`, 'gu');

/** Bodies, comments and strings in them too: what is only said there may be run as a string. */
export function namesInside(bodies: readonly string[]): Inside {
  const called = new Map<string, Name>();
  const relations = new Map<string, Name>();
  for (const body of bodies) {
    for (const [, quotedSchema, bareSchema, quoted, bare, call] of body.matchAll(names)) {
      const name = { schema: folded(quotedSchema, bareSchema), name: folded(quoted, bare) ?? '' };
      (call === undefined ? relations : called).set(JSON.stringify(name), name);
    }
  }
  return { called: [...called.values()], relations: [...relations.values()] };
}

const folded = (quoted: string | undefined, bare: string | undefined) =>
  quoted?.replaceAll('""', '"') ?? bare?.toLowerCase();

/** Whether what it calls is looked at: what comes with an extension, or is allowed by name, is taken at its word. */
export const isFollowed = (
  { schema, name, body, isExtension }: FoundFunction,
  allowed: ReadonlySet<string>,
): boolean =>
  body !== '' &&
  schema !== 'pg_catalog' &&
  !isExtension &&
  !allowed.has(name) &&
  !allowed.has(`${schema}.${name}`);
