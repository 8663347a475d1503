import { policyFileSchema } from '@portolan/runtime/build';
import * as z from 'zod';
import type { GeneratedFile } from './files.ts';
import { type SchemaNode, schemaNode, typeName } from './json-schema.ts';
import { code, generatedNotice, table } from './markdown.ts';

const source = 'shared/runtime/src/policy/file-schema.ts';

/** The policy file as a JSON Schema, and as a page. */
export function policyFiles(): readonly GeneratedFile[] {
  const schema = z.toJSONSchema(policyFileSchema, { io: 'input' });
  const { description = '', ...root } = schemaNode.parse(schema);
  const text = `${generatedNotice(source)}

# Policy file

${description} Written in YAML or JSON, named by \`--policy\`, and read again when it changes. How to write one: [Operate](../guides/operate.md#policy).

${table(['Field', 'Type', 'Required', 'Meaning'], fieldRows('', root))}

Editors check the file against [policy.schema.json](policy.schema.json).
`;
  return [
    { path: 'docs/reference/policy.md', text },
    { path: 'docs/reference/policy.schema.json', text: `${JSON.stringify(schema, null, 2)}\n` },
  ];
}

function fieldRows(prefix: string, { properties = {}, required = [] }: SchemaNode): readonly string[][] {
  return Object.entries(properties).flatMap(([name, node]) => {
    const path = `${prefix}${name}`;
    const isRequired = required.includes(name) ? 'yes' : '';
    return [[code(path), typeName(node), isRequired, node.description ?? ''], ...inner(path, node)];
  });
}

function inner(path: string, node: SchemaNode): readonly string[][] {
  if (node.properties) return fieldRows(`${path}.`, node);
  if (node.items?.properties) return fieldRows(`${path}[].`, node.items);
  if (typeof node.additionalProperties === 'object') return inner(`${path}.NAME`, node.additionalProperties);
  return [];
}
