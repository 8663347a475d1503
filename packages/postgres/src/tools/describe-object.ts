import { text } from '@portolan/runtime';
import * as z from 'zod';
import { describedKinds, describeObject, Things } from '../catalog/describe-object.ts';
import { Description } from '../catalog/describe-relation.ts';
import { renderRelation } from '../catalog/render-relation.ts';
import { renderThing } from '../catalog/render-thing.ts';
import { defineSourceTool } from './define-source-tool.ts';

/** The parts of a description are listed in its text; the schema names those that all have. */
const Described = z.looseObject({ kind: z.string(), schema: z.string(), name: z.string() });

export const describeObjectTool = defineSourceTool({
  name: 'describe_object',
  title: 'Describe Object',
  toolset: 'schema',
  description:
    'One object. Of a table columns, comments, keys both ways, indexes, partitions, triggers, policies, size, grants; of others their SQL.',
  effect: 'read',
  input: {
    name: z.string().min(1).max(63).describe('Unquoted'),
    schema: z.string().optional(),
    kind: z.enum(describedKinds).optional(),
  },
  output: Described,
  schemas: ({ schema }) => (schema === undefined ? [] : [schema]),
  render: (output) => [text(rendered(output))],
  run: ({ name, schema, kind }, source, options) => describeObject(source, { name, schema, kind }, options),
});

function rendered(output: z.output<typeof Described>): string {
  const relation = Description.safeParse(output);
  if (relation.success) return renderRelation(relation.data);
  const { others = [], ...first } = Things.parse(output);
  return [first, ...others].map(renderThing).join('\n\n');
}
