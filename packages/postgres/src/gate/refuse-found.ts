import { fail } from '@portolan/runtime';
import type { Database } from '../connection/database.ts';
import { isTelling } from './closed-catalog.ts';
import { harmlessFamily, harmlessVolatile, isRefused } from './functions.ts';
import type { FoundFunction } from './lookup.ts';
import { holdsValues, refuseMasked } from './masked-forms.ts';
import type { Reading } from './reading.ts';

const systemSchemas = new Set(['pg_catalog', 'information_schema']);
/** Reading functions of common extensions that say of themselves they are volatile. */
const harmlessExtension =
  /^(pg_stat_statements|pg_stat_statements_info|pg_buffercache_\w+|pgstat\w+|hypopg_(list_indexes|get_indexdef|relation_size))$/;
/** Functions of any row that say nothing of what is in it. */
const harmlessOfRows = new Set(['count', 'num_nonnulls', 'num_nulls', 'pg_typeof', 'pg_column_size']);

type Open = Pick<Database['settings'], 'schemas' | 'denySchemas'>;

/** @throws ToolError `forbidden` for a function that may do more than read */
export function refuseFunction(found: FoundFunction, allowed: ReadonlySet<string>): void {
  const { schema, name, volatile, language, trusted, body } = found;
  if (allowed.has(name) || allowed.has(`${schema}.${name}`)) return;
  const next = 'Leave it out, or ask the operator to name it in --allow-functions.';
  if (schema === 'pg_catalog') {
    if (volatile && !harmlessVolatile.has(name) && !harmlessFamily.test(name)) {
      fail('forbidden', `The function ${name} is volatile and not known to be harmless.`, { next });
    }
    return;
  }
  const shown = `The function ${schema}.${name}${ways[found.by] ?? ''}`;
  if (volatile && !harmlessExtension.test(name)) {
    fail('forbidden', `${shown} is volatile: it may change or reach anything.`, { next });
  }
  if (!trusted) {
    fail('forbidden', `${shown} is written in ${language}, which is not bound to the database.`, { next });
  }
  const inside = [...body.matchAll(/[a-z_][a-z0-9_$]*/gi)].find(([word]) => isRefused(word.toLowerCase()));
  if (inside !== undefined) {
    fail('forbidden', `${shown} calls ${inside[0]}, which may not be called.`, { next });
  }
}

/** How it is called where the statement does not show it. */
const ways: Readonly<Record<string, string>> = {
  operator: ', called by an operator,',
  'own operator': ', called by an operator of a type that is read,',
  cast: ', called by a cast,',
  'own cast': ', called by a cast of a type that is read,',
  check: ', called by the check of a type,',
  'own check': ', called by the check of a type that is read,',
  support: ', called to sort or compare a type,',
  part: ', a part of an aggregate,',
  inside: ', called by another function,',
};

/** @throws ToolError `forbidden` for a function that gives a row with masked columns, or is given it, as one value */
export function refuseRowFunction(
  { name, by, showsMasked }: FoundFunction,
  { forValue, rowAttributes }: Pick<Reading, 'forValue' | 'rowAttributes'>,
): void {
  if (by === 'attribute' && rowAttributes.has(name) && !harmlessOfRows.has(name))
    refuseMasked(`.${name} could show a whole row, since there is a function of that name`);
  if (showsMasked && forValue.has(name))
    refuseMasked(`${name}(), whose rows have masked columns, may only be selected from`);
}

/** What comes with a type or an aggregate, whatever schema keeps it. */
const behindTypes = new Set(['part', 'support', 'own operator', 'own cast', 'own check']);

/** @throws ToolError `forbidden` for a function of a schema that the source does not open */
export function refuseClosedFunction({ schema, name, by, isExtension }: FoundFunction, open: Open): void {
  if (!behindTypes.has(by) && !isExtension) refuseSchema({ schema, name }, open, 'function');
}

/** @throws ToolError `forbidden` for a schema that the source does not open, or what holds values of any */
export function refuseSchema(
  { schema, name }: { readonly schema: string; readonly name: string },
  { schemas, denySchemas }: Open,
  kind: 'relation' | 'function' = 'relation',
): void {
  const closes = schemas.length + denySchemas.length > 0;
  if (closes && schema === 'pg_catalog' && holdsValues(name)) {
    fail('forbidden', `${name} holds values of schemas that this source does not open.`, {
      next: 'Use sample_table, which gives the statistics of the columns of one table.',
    });
  }
  // The functions of the language are in the catalog; those that tell of it are refused before, by their names.
  if (kind === 'function' && schema === 'pg_catalog' && !isTelling(name)) return;
  const open = schemas.length === 0 || schemas.includes(schema) || systemSchemas.has(schema);
  if (open && !denySchemas.includes(schema)) return;
  fail('forbidden', `The ${kind} ${schema}.${name} is in a schema that this source does not open.`, {
    next: schemas.length === 0 ? 'Use another schema.' : `Use the schemas ${schemas.join(', ')}.`,
  });
}
