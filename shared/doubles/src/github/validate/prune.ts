import type { JsonObject } from './json-object.ts';
import { entriesOf, isObject } from './json-object.ts';

/** What has no part in checking: prose, examples, and hints for generators. */
const prose = new Set([
  'description',
  'summary',
  'title',
  'example',
  'examples',
  'externalDocs',
  'deprecated',
  'discriminator',
  'readOnly',
  'writeOnly',
  'xml',
  'tags',
  'default',
]);

/** Names of properties are no keywords: `title` is prose of a schema and a property of an issue. */
const namesBelow = new Set(['properties', 'patternProperties', 'schemas', 'content', 'responses']);

/** A schema of OpenAPI 3.0 as JSON Schema: without prose, and `nullable` as a type. */
export function pruned(value: unknown, areNames = false): unknown {
  if (Array.isArray(value)) return value.map((one) => pruned(one));
  if (!isObject(value)) return value;
  const kept = entriesOf(value)
    .filter(([key]) => areNames || !(prose.has(key) || key.startsWith('x-') || key === 'nullable'))
    .map(
      ([key, one]) => [areNames ? key : renamed(key), pruned(one, !areNames && namesBelow.has(key))] as const,
    );
  const schema: JsonObject = Object.fromEntries(kept);
  return !areNames && value.nullable === true ? withNull(schema) : schema;
}

/** More than one of GitHub's alternatives often fits, also in its own examples; one is enough. */
const renamed = (key: string) => (key === 'oneOf' ? 'anyOf' : key);

const withNull = (schema: JsonObject): JsonObject => ({ anyOf: [schema, { type: 'null' }] });
