import * as z from 'zod';
import { objectKinds, searchObjects } from '../catalog/search-objects.ts';
import { cursorOwner } from '../reading/cursor.ts';
import { readPage } from '../reading/page.ts';
import { defineSourceTool } from './define-source-tool.ts';
import { cursor } from './fields.ts';

export const searchObjectsTool = defineSourceTool({
  name: 'search_objects',
  title: 'Search Objects',
  toolset: 'schema',
  description: 'Find objects of the kinds asked for by name, comment or type; * and ? match any.',
  effect: 'read',
  input: {
    pattern: z.string().optional(),
    kinds: z.array(z.enum(objectKinds)).min(1).default(['table', 'view', 'materialized_view']),
    schema: z.string().optional(),
    detail: z.enum(['names', 'summary', 'full']).default('summary'),
    limit: z.int().min(1).max(1_000).default(100),
    cursor,
  },
  output: z.object({ objects: z.array(z.unknown()), nextCursor: z.string().optional() }),
  schemas: ({ schema }) => (schema === undefined ? [] : [schema]),
  run: async ({ cursor, source: _source, ...wanted }, source, options) => {
    const { limit } = wanted;
    const owner = cursorOwner(source.settings.alias, wanted);
    const { lists, more } = await readPage({ limit, cursor, owner }, async (count, offset) => ({
      objects: await searchObjects(source, { ...wanted, limit: count, offset }, options),
    }));
    return { objects: lists.objects.slice(0, limit), ...more };
  },
});
