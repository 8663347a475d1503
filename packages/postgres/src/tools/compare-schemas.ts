import * as z from 'zod';
import { compareParts } from '../compare/compare-parts.ts';
import { readSides, STEPS_OF_SIDE } from '../compare/read-parts.ts';
import { cursorOwner } from '../reading/cursor.ts';
import { readPage } from '../reading/page.ts';
import { defineSourceTool } from './define-source-tool.ts';
import { cursor } from './fields.ts';

export const compareSchemas = defineSourceTool({
  name: 'compare_schemas',
  title: 'Compare Schemas',
  toolset: 'design',
  description:
    'All of two schemas, also of two sources: tables, views, functions, types, policies, grants and more, with the SQL that would make the second like the first, to run from first to last. It is never run.',
  effect: 'read',
  input: {
    from: z.string(),
    to: z.string(),
    toSource: z.string().optional(),
    owners: z
      .boolean()
      .default(false)
      .describe('Also owners and default privileges, whose roles often differ between servers'),
    limit: z.int().min(1).max(1_000).default(200),
    cursor,
  },
  output: z.object({
    differences: z.array(z.object({ what: z.string(), sql: z.string() })),
    notCompared: z.array(z.string()).optional(),
    nextCursor: z.string().optional(),
  }),
  schemas: ({ from, to }) => [from, to],
  otherSources: ({ toSource }) => (toSource === undefined ? [] : [toSource]),
  run: async (
    { from, to, toSource, owners, limit, cursor },
    source,
    options,
    { sources, signal, progress },
  ) => {
    const other = toSource === undefined ? source : await sources.get(toSource, signal);
    const one = { schema: from, owners };
    const two = { schema: to, owners };
    const total = 2 * STEPS_OF_SIDE + 1;
    let read = 0;
    // The comparison itself is the last step; what is read again does not count twice.
    const done = () => {
      read = Math.min(read + 1, total - 1);
      progress(read, total);
    };
    const sides =
      other === source
        ? await readSides(source, [one, two], options, done)
        : [
            ...(await readSides(source, [one], options, done)),
            ...(await readSides(other, [two], options, done)),
          ];
    const [wanted, there] = sides;
    if (wanted === undefined || there === undefined) throw new Error('Each side is read.');
    const left = [...new Set([...wanted.left, ...there.left])];
    const owner = cursorOwner(source.settings.alias, 'compare_schemas', from, to, toSource, owners, limit);
    const differences = await compareParts(wanted, there);
    const { lists, more } = await readPage({ limit, cursor, owner }, async (count, offset) => ({
      differences: differences.slice(offset, offset + count),
    }));
    return {
      differences: lists.differences.slice(0, limit),
      ...(left.length > 0 && { notCompared: left }),
      ...more,
    };
  },
});
