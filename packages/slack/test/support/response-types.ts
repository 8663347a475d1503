import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseSync, type TSSignature, type TSType } from 'oxc-parser';

/** The types of answers in Slack's library, which Slack makes from answers it has seen. */
const folder = join(
  createRequire(import.meta.url).resolve('@slack/web-api/package.json'),
  '../dist/types/response',
);

/** What Slack documents and was in none of those answers (docs.slack.dev/reference/objects/conversation-object). */
const documented = new Set([
  'conversations.info.channel.properties.canvas is unknown',
  'conversations.info.channel.user is unknown',
  'conversations.info.channel.is_user_deleted is unknown',
  // docs.slack.dev/reference/methods/conversations.leave
  'conversations.leave.not_in_channel is unknown',
]);

/**
 * Where an answer is not what the type of its method says: a field that Slack has not been seen to send, or one of
 * another kind. A type knows nothing of what must be there. Nothing where a method has no type.
 */
export function strayFrom(method: string, answer: unknown): readonly string[] {
  const name = method.split('.').map(capital).join('');
  const file = readTypes(`${name}Response`);
  if (file === undefined) return [];
  return stray(answer, file.answer, file, method).filter((one) => !documented.has(one));
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

interface Types {
  readonly answer: TSType;
  readonly named: ReadonlyMap<string, readonly TSSignature[]>;
  readonly enums: ReadonlySet<string>;
}

const known = new Map<string, Types | undefined>();

function readTypes(name: string): Types | undefined {
  if (!known.has(name)) known.set(name, parseTypes(join(folder, `${name}.d.ts`)));
  return known.get(name);
}

function parseTypes(path: string): Types | undefined {
  if (!existsSync(path)) return undefined;
  const named = new Map<string, readonly TSSignature[]>();
  const enums = new Set<string>();
  let answer: TSType | undefined;
  for (const statement of parseSync(path, readFileSync(path, 'utf8')).program.body) {
    if (statement.type !== 'ExportNamedDeclaration') continue;
    const { declaration } = statement;
    if (declaration?.type === 'TSInterfaceDeclaration') named.set(declaration.id.name, declaration.body.body);
    if (declaration?.type === 'TSEnumDeclaration') enums.add(declaration.id.name);
    // The answer comes first; others are records of which nothing is said.
    if (declaration?.type === 'TSTypeAliasDeclaration') answer ??= declaration.typeAnnotation;
  }
  return answer && { answer, named, enums };
}

function stray(value: unknown, type: TSType, types: Types, path: string): readonly string[] {
  switch (type.type) {
    case 'TSIntersectionType':
      // The other part is what every answer has.
      return type.types.flatMap((part) =>
        part.type === 'TSTypeLiteral' ? stray(value, part, types, path) : [],
      );
    case 'TSUnionType': {
      const found = type.types.map((part) => stray(value, part, types, path));
      return found.some((one) => one.length === 0) ? [] : (found[0] ?? []);
    }
    case 'TSArrayType':
      return Array.isArray(value)
        ? value.flatMap((one) => stray(one, type.elementType, types, `${path}[]`))
        : [`${path} is no list`];
    case 'TSTypeLiteral':
      return strayFields(value, type.members, types, path);
    case 'TSTypeReference': {
      const name = type.typeName.type === 'Identifier' ? type.typeName.name : '';
      const members = types.named.get(name);
      if (members !== undefined) return strayFields(value, members, types, path);
      return types.enums.has(name) && typeof value !== 'string' ? [`${path} is no text`] : [];
    }
    default: {
      const wanted = keywords.get(type.type);
      return wanted === undefined || typeof value === wanted
        ? []
        : [`${path} is ${typeof value}, not ${wanted}`];
    }
  }
}

const keywords = new Map([
  ['TSStringKeyword', 'string'],
  ['TSNumberKeyword', 'number'],
  ['TSBooleanKeyword', 'boolean'],
]);

function strayFields(
  value: unknown,
  members: readonly TSSignature[],
  types: Types,
  path: string,
): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path} is no object`];
  const fields = new Map(
    members.flatMap((member) => {
      if (member.type !== 'TSPropertySignature' || member.typeAnnotation == null) return [];
      const { key, typeAnnotation } = member;
      const name = key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : '';
      return [[name, typeAnnotation.typeAnnotation] as const];
    }),
  );
  // An open record has no members of its own.
  if (fields.size === 0) return [];
  return Object.entries(value).flatMap(([name, one]) => {
    // Blocks come back as somebody sent them; ours are held to Slack's types by the compiler.
    if (name === 'blocks') return [];
    const type = fields.get(name);
    return type === undefined ? [`${path}.${name} is unknown`] : stray(one, type, types, `${path}.${name}`);
  });
}
