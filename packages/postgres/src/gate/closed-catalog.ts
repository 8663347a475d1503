import { fail } from '@portolan/runtime';
import type { SourceSettings } from '../sources/types.ts';
import { functionsIn, typesIn } from './names.ts';
import type { Statement } from './parse.ts';

/** Functions of the server that say what there is, or what it is called. */
const telling =
  /^(pg_|has_|to_reg|reg|obj_description$|col_description$|shobj_description$|format_type$|aclexplode$|acldefault$|row_security_active$)|_to_xml/;
/** Of these, those that say nothing of names. */
const mute = new Set([
  'pg_typeof',
  'pg_column_size',
  'pg_size_pretty',
  'pg_size_bytes',
  'pg_backend_pid',
  'pg_sleep',
]);
/** Types that show a number of the catalog as a name, and read one. */
const namingType =
  /^reg(class|proc|procedure|oper|operator|type|role|namespace|config|dictionary|collation|database)$/;

/** Whether the operator closed the server's own catalog, which every role can read. */
const closesCatalog = ({ denySchemas }: Pick<SourceSettings, 'denySchemas'>): boolean =>
  denySchemas.includes('pg_catalog');

/** Whether a function of `pg_catalog` is closed with it; most of the language's own functions are there. */
export const isTelling = (name: string): boolean => telling.test(name) && !mute.has(name);

/**
 * Where the catalog is closed, names cannot be had by types and functions either.
 *
 * @throws ToolError `forbidden` naming what is refused
 */
export function refuseNaming(statement: Statement, settings: Pick<SourceSettings, 'denySchemas'>): void {
  if (!closesCatalog(settings)) return;
  const type = typesIn(statement).find(({ name }) => namingType.test(name.replace(/^_/, '')));
  // A type may be written like a function.
  const call = functionsIn(statement).find(({ name }) => namingType.test(name) || isTelling(name));
  const found = type ?? call;
  if (found === undefined) return;
  fail(
    'forbidden',
    `${found.name} tells what there is in the database, and this source closes its catalog.`,
    {
      next: 'Use search_objects and describe_object, which show the open schemas.',
    },
  );
}
