import { text } from '@portolan/runtime';
import * as z from 'zod';
import { schemaShape, type TableShape } from '../catalog/schema-shape.ts';
import { defineSourceTool } from './define-source-tool.ts';

const MAX_TABLES = 60;

export const drawSchema = defineSourceTool({
  name: 'draw_schema',
  title: 'Draw Schema',
  toolset: 'design',
  description: 'The tables of a schema and their foreign keys as a Mermaid ER diagram.',
  effect: 'read',
  input: { schema: z.string(), columns: z.boolean().default(true) },
  output: z.object({ diagram: z.string(), tables: z.int(), truncated: z.boolean().optional() }),
  schemas: ({ schema }) => [schema],
  render: ({ diagram }) => [text(diagram)],
  run: async ({ schema, columns }, source, options) => {
    const all = await schemaShape(source, schema, options);
    const drawn = all.slice(0, MAX_TABLES);
    return {
      diagram: ['erDiagram', ...drawn.flatMap((table) => draw(table, columns))].join('\n'),
      tables: all.length,
      ...(all.length > drawn.length && { truncated: true }),
    };
  },
});

function draw(table: TableShape, withColumns: boolean): string[] {
  const columns = table.columns.map(
    ({ name, type, key }) => `    ${word(type)} ${word(name)}${key ? ' PK' : ''}`,
  );
  const keys = table.keys.map(
    ({ target, name }) => `  ${quoted(target)} ||--o{ ${quoted(table.name)} : ${quoted(name)}`,
  );
  return [`  ${quoted(table.name)}${withColumns ? ` {\n${columns.join('\n')}\n  }` : ''}`, ...keys];
}

/** Mermaid takes words in attributes, and no quotation marks in quoted names. */
const word = (name: string) => name.replaceAll(/[^\p{L}\p{N}_]+/gu, '_');
const quoted = (name: string) => `"${name.replaceAll('"', "'").replaceAll(/[\r\n]/g, ' ')}"`;
