import { ToolError } from '@portolan/runtime';
import { quoteName } from '../catalog/read-objects.ts';
import { namesIn, nodesOf, parseStatements } from '../gate/parse.ts';
import type { Part } from './part.ts';

/** Names the one schema where SQL names the other, as in `REFERENCES a.t` and `nextval('a.s')`. */
type Move = (sql: string) => string;

/** Parts as they would be in another schema; comments and labels are no names and stay. */
export async function moveParts(
  parts: readonly Part[],
  fromSchema: string,
  toSchema: string,
): Promise<readonly Part[]> {
  if (fromSchema === toSchema) return parts;
  const moved = mover(fromSchema, toSchema);
  return Promise.all(
    parts.map(async (part) =>
      part.kind === 'default privilege'
        ? movePrivilege(part, fromSchema, toSchema)
        : movePart(part, moved, await moveDefinition(part, fromSchema, toSchema)),
    ),
  );
}

/** The first place is its own: names of roles come before and can hold anything, in quotes. */
function movePrivilege(part: Part, fromSchema: string, toSchema: string): Part {
  const [before, after] = [` IN SCHEMA ${quoteName(fromSchema)} `, ` IN SCHEMA ${quoteName(toSchema)} `];
  const moved = (sql: string) => {
    const at = sql.lastIndexOf(before);
    return `${sql.slice(0, at)}${after}${sql.slice(at + before.length)}`;
  };
  return { ...part, create: moved(part.create), drop: moved(part.drop) };
}

function movePart(part: Part, moved: Move, create: string): Part {
  const maybe = (text: string | null | undefined) => (text == null ? text : moved(text));
  return {
    ...part,
    create,
    name: moved(part.name),
    drop: moved(part.drop),
    address: maybe(part.address),
    grantedOn: maybe(part.grantedOn),
    frame: maybe(part.frame),
    columns: part.columns?.map((column) => ({
      ...column,
      type: moved(column.type),
      expression: maybe(column.expression),
    })),
    checks: part.checks?.map(({ name, definition }) => ({ name, definition: moved(definition) })),
    parent: part.parent && { ...part.parent, table: moved(part.parent.table) },
  };
}

function mover(fromSchema: string, toSchema: string, isAlias: (at: number) => boolean = () => false): Move {
  const escaped = (name: string) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const quoted = escaped(`"${fromSchema.replaceAll('"', '""')}"`);
  const spelled = /^[a-z_][a-z0-9_$]*$/.test(fromSchema) ? `(?:${fromSchema}|${quoted})` : quoted;
  const named = new RegExp(`(?<![\\w$".])${spelled}\\.`, 'g');
  const alone = new RegExp(`^(SCHEMA )${spelled}$`);
  const target = quoteName(toSchema);
  return (sql) =>
    sql
      .replaceAll(named, (name, at: number) => (isAlias(at) ? name : `${target}.`))
      .replace(alone, (_all, word: string) => `${word}${target}`);
}

/** Kinds whose definition can call a table by another name, which may be that of the schema. */
const withAliases = new Set(['view', 'materialized view', 'policy', 'rule']);

async function moveDefinition({ kind, create }: Part, fromSchema: string, toSchema: string): Promise<string> {
  const moveSome = async (sql: string) => {
    const aliases = await aliasesIn(sql, fromSchema);
    return mover(fromSchema, toSchema, (at) => aliases.has(at))(sql);
  };
  if (withAliases.has(kind)) return moveSome(create);
  const moved = mover(fromSchema, toSchema);
  if (kind === 'enum') {
    const labels = create.indexOf(' AS ENUM ');
    return `${moved(create.slice(0, labels))}${create.slice(labels)}`;
  }
  const [, head, quote, body, end] = /^(.*\n LANGUAGE sql\n.*?AS )(\$\w*\$)(.*)(\2\s*)$/s.exec(create) ?? [];
  if (head === undefined || quote === undefined || body === undefined) return moved(create);
  return `${moved(head)}${quote}${await moveSome(body)}${end}`;
}

/** Where a statement says `name.column` of a table that it calls like the schema. */
async function aliasesIn(sql: string, name: string): Promise<ReadonlySet<number>> {
  try {
    const bytes = Buffer.from(sql);
    const statements = await parseStatements(sql);
    const places = statements.flatMap(({ node }) =>
      [...nodesOf(node)].flatMap(([kind, { fields, location }]) => {
        const isAlias =
          kind === 'ColumnRef' && Array.isArray(fields) && fields.length === 2 && namesIn(fields)[0] === name;
        // The first byte is not written.
        return isAlias ? [typeof location === 'number' ? location : 0] : [];
      }),
    );
    return new Set(places.map((at) => bytes.subarray(0, at).toString().length));
  } catch (error) {
    // What the grammar does not read is moved by its words alone.
    if (error instanceof ToolError) return new Set();
    throw error;
  }
}
