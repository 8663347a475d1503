import { fail } from '@portolan/runtime';
import type { CallOptions } from '../connection/database.ts';
import { refuseSchema } from '../gate/refuse-found.ts';
import type { Source } from '../sources/sources.ts';

/**
 * @throws ToolError `not_found` where there is no such schema: nothing in it is another answer than nothing found;
 *   `forbidden` for a closed one
 */
export async function demandSchema(source: Source, schema: string, options: CallOptions): Promise<void> {
  refuseSchema({ schema, name: '*' }, source.settings);
  const { steps } = await source.database.read(
    [{ text: 'SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1', values: [schema] }],
    options,
  );
  if ((steps[0]?.rows.length ?? 0) > 0) return;
  fail('not_found', `No schema is called "${schema}" in the source ${source.settings.alias}.`, {
    next: 'Look with search_objects and kinds: ["schema"]; names are case-sensitive here and unquoted.',
  });
}
