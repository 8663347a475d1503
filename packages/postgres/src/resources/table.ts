import { defineResource, fail } from '@portolan/runtime';
import type * as z from 'zod';
import { describeTable } from '../catalog/describe-object.ts';
import type { Description } from '../catalog/describe-relation.ts';
import { renderRelation } from '../catalog/render-relation.ts';
import { searchObjects } from '../catalog/search-objects.ts';
import type { Context, Services } from '../services.ts';
import type { Source } from '../sources/sources.ts';
import { watchChanges } from './watch-changes.ts';

/** Shortest time between two looks for subscribers, milliseconds. */
const WATCH_MS = 2_000;

/** Entries of one page of the list, and completions. */
const PAGE = 100;

const tables = ['table', 'view', 'materialized_view'] as const;

const uriOf = (alias: string, schema: string, name: string) =>
  `postgres://${alias}/${encodeURIComponent(schema)}/${encodeURIComponent(name)}`;

export const table = defineResource<Services>({
  name: 'table',
  title: 'A table or view',
  description: 'Columns, keys, indexes and more of one table or view; subscribers hear when they change.',
  needs: ['describe_object', 'search_objects'],
  uri: 'postgres://{source}/{schema}/{table}',
  mimeType: 'text/plain',
  list: async (cursor, context) => {
    const [at = 0, offset = 0] = (cursor ?? '0.0').split('.').map(Number);
    const source = context.sources.all[at];
    if (source === undefined) return { resources: [] };
    const found = await named(source, context, {}, offset);
    const more = found.length > PAGE ? `${at}.${offset + PAGE}` : `${at + 1}.0`;
    const isLast = found.length <= PAGE && at + 1 >= context.sources.all.length;
    return {
      resources: found.slice(0, PAGE).map(({ schema = '', name, comment }) => ({
        uri: uriOf(source.settings.alias, schema, name),
        name: `${schema}.${name}`,
        ...(comment !== undefined && { description: comment }),
      })),
      ...(!isLast && { nextCursor: more }),
    };
  },
  complete: {
    source: async (typed, _others, { sources }) =>
      sources.all.map(({ settings }) => settings.alias).filter((alias) => alias.startsWith(typed)),
    schema: async (typed, { source }, context) => {
      const found = await searchObjects(
        await context.sources.get(source, context.signal),
        { kinds: ['schema'], detail: 'names', limit: PAGE, offset: 0, pattern: `${typed}*` },
        context,
      );
      return found.map(({ name }) => name).filter((name) => name.startsWith(typed));
    },
    table: async (typed, { source, schema }, context) => {
      const found = await named(
        context.sources.find(source),
        context,
        { ...(schema && { schema }), pattern: `${typed}*` },
        0,
      );
      return found.map(({ name }) => name).filter((name) => name.startsWith(typed));
    },
  },
  read: async ({ source = '', schema = '', table: name = '' }, context, uri) => {
    const found = context.sources.all.some(({ settings }) => settings.alias === source);
    if (!found) fail('not_found', `No source is called "${source}".`);
    const description = await describeTable(
      await context.sources.get(source, context.signal),
      name,
      schema,
      context,
    );
    return [{ uri, mimeType: 'text/plain', text: renderRelation(description) }];
  },
  watch: async (uri, changed, context) => {
    const { hostname: alias, pathname } = new URL(uri);
    const [, schema = '', name = ''] = pathname.split('/').map(decodeURIComponent);
    const source = await context.sources.get(alias, context.signal);
    const look = async (signal: AbortSignal) =>
      JSON.stringify(shapeOf(await describeTable(source, name, schema, { ...context, signal })));
    return watchChanges(WATCH_MS, look, changed);
  },
});

/** A description without what changes as the table is used. */
const shapeOf = ({ rows: _rows, bytes: _bytes, indexes, ...rest }: z.output<typeof Description>) => ({
  ...rest,
  indexes: indexes.map(({ definition }) => definition),
});

async function named(
  source: Source,
  context: Context,
  wanted: { readonly schema?: string; readonly pattern?: string },
  offset: number,
) {
  await source.role.demand(context.signal);
  // One more tells whether there is another page.
  const limit = PAGE + 1;
  return searchObjects(source, { kinds: tables, detail: 'summary', limit, offset, ...wanted }, context);
}
