import * as z from 'zod';
import { contentTool } from '../define.ts';

const address = z.object({ street: z.string().optional(), city: z.string().optional() });

/** Schemas with keywords that must reach the client as they are. */
export const schemaTools = [
  contentTool(
    'json_schema_2020_12_tool',
    'Has an input schema with keywords of JSON Schema 2020-12.',
    z
      .object({
        name: z.string().optional(),
        address: address.meta({ $ref: '#/$defs/address' }).optional(),
        contactMethod: z.enum(['phone', 'email']).optional(),
        phone: z.string().optional(),
        email: z.string().optional(),
      })
      .meta({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $defs: {
          address: {
            $anchor: 'addressDef',
            type: 'object',
            properties: { street: { type: 'string' }, city: { type: 'string' } },
          },
        },
        allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
        if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: { required: ['phone'] },
        else: { required: ['email'] },
      }),
    (input) => JSON.stringify(input),
  ),
  contentTool(
    'test_x_mcp_header',
    'Has an argument that a header repeats.',
    z.object({
      region: z.string().meta({ 'x-mcp-header': 'Region' }).optional(),
      level: z.int().optional(),
    }),
    ({ region }) => `region=${region ?? 'none'}`,
  ),
];
