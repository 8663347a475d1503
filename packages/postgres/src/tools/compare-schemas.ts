import * as z from 'zod';
import { compareShapes } from '../catalog/compare-shapes.ts';
import { schemaShape } from '../catalog/schema-shape.ts';
import { defineSourceTool } from './define-source-tool.ts';

const MAX_DIFFERENCES = 200;

export const compareSchemas = defineSourceTool({
  name: 'compare_schemas',
  title: 'Compare Schemas',
  toolset: 'design',
  description:
    'Tables of two schemas, also of two sources, and the SQL that would make the second like the first. It is never run.',
  effect: 'read',
  input: { from: z.string(), to: z.string(), toSource: z.string().optional() },
  output: z.object({
    differences: z.array(z.object({ what: z.string(), sql: z.string() })),
    truncated: z.boolean().optional(),
  }),
  schemas: ({ from, to }) => [from, to],
  run: async ({ from, to, toSource }, source, options, { sources, signal }) => {
    const other = toSource === undefined ? source : await sources.get(toSource, signal);
    const shapes = [await schemaShape(source, from, options), await schemaShape(other, to, options)] as const;
    const differences = compareShapes(...shapes, from, to);
    return {
      differences: differences.slice(0, MAX_DIFFERENCES),
      ...(differences.length > MAX_DIFFERENCES && { truncated: true }),
    };
  },
});
