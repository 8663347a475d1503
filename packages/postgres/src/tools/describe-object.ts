import { text } from '@portolan/runtime';
import * as z from 'zod';
import { Description, describeObject } from '../catalog/describe-object.ts';
import { renderDescription } from '../catalog/render-description.ts';
import { defineSourceTool } from './define-source-tool.ts';

/** The parts of a description are listed in its text; the schema names those a program uses most. */
const Described = z.looseObject({
  kind: z.string(),
  schema: z.string(),
  name: z.string(),
  columns: z.array(z.unknown()),
});

export const describeObjectTool = defineSourceTool({
  name: 'describe_object',
  title: 'Describe Object',
  toolset: 'schema',
  description:
    'One table or view: columns, comments, keys both ways, indexes and their use, partitions, triggers, policies, size, view SQL, grants.',
  effect: 'read',
  input: { name: z.string().min(1).max(63).describe('Unquoted'), schema: z.string().optional() },
  output: Described,
  schemas: ({ schema }) => (schema === undefined ? [] : [schema]),
  render: (output) => [text(renderDescription(Description.parse(output)))],
  run: ({ name, schema }, source, options) => describeObject(source, name, schema, options),
});
