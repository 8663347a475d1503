import { join } from 'node:path';
import type { GeneratedFile } from './files.ts';
import { type Field, type Interface, interfacesOf } from './interfaces.ts';
import { code, generatedNotice, table } from './markdown.ts';

/** The interfaces that are records, in the order a reader meets them. */
const records = ['ReadRecord', 'IntentRecord', 'OutcomeRecord', 'RecoveredRecord', 'ContinuedRecord'];

/** What sealing adds to every record. Source: `seal` in `chain.ts`. */
const sealed: readonly Field[] = [
  { name: 'v', type: 'number', optional: false, meaning: 'Version of the record format.' },
  { name: 'chain', type: 'string', optional: false, meaning: '16 hex digits that name the chain.' },
  { name: 'seq', type: 'number', optional: false, meaning: 'Number of the record in its chain, from 1.' },
  {
    name: 'hash',
    type: 'string',
    optional: false,
    meaning:
      'SHA-256 in hex over the hash of the record before (64 zeros for the first) and the canonical JSON of this record without its hash.',
  },
];

/** The fields of every kind of audit record. */
export async function auditPage(root: string): Promise<GeneratedFile> {
  const folder = join(root, 'shared/runtime/src/audit');
  const files = await Promise.all(
    ['types', 'record'].map((name) => interfacesOf(join(folder, `${name}.ts`))),
  );
  const all = new Map(files.flatMap((file) => [...file]));
  const text = `${generatedNotice('shared/runtime/src/audit/record.ts')}

# Audit records

One JSON object a line, its members sorted by name and \`hash\` last. A read has one record, of phase \`call\`; a write or destroy has two, \`intent\` before it runs and \`outcome\` after. Where records go and how to check them: [Operate](../guides/operate.md#audit).

## In every record

${fieldTable(sealed)}

${records.map((name) => section(name, all)).join('\n\n')}
`;
  return { path: 'docs/reference/audit.md', text };
}

function section(name: string, all: ReadonlyMap<string, Interface>): string {
  const fields = fieldsOf(name, all);
  const phase = fields.find((field) => field.name === 'phase');
  if (!phase) throw new Error(`${name} has no phase.`);
  const meaning = phase.meaning || all.get(name)?.meaning;
  return `## Phase ${code(phase.type.replaceAll("'", ''))}\n\n${meaning}\n\n${fieldTable(
    fields.filter((field) => field !== phase),
  )}`;
}

function fieldsOf(name: string, all: ReadonlyMap<string, Interface>): readonly Field[] {
  const found = all.get(name);
  if (!found) throw new Error(`The audit sources have no interface ${name}.`);
  return [...found.extends.flatMap((parent) => fieldsOf(parent, all)), ...found.fields];
}

const fieldTable = (fields: readonly Field[]) =>
  table(
    ['Field', 'Type', 'Always', 'Meaning'],
    fields.map(({ name, type, optional, meaning }) => [
      code(name),
      code(type.replace(' | undefined', '')),
      optional ? '' : 'yes',
      meaning,
    ]),
  );
