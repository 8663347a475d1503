import { expect, inject, it } from 'vitest';
import { connectTools } from './test-support.ts';

it('draws tables, columns and keys, odd names too', async () => {
  const { ok } = await connectTools(inject('readerUrl'));
  const { diagram } = await ok('draw_schema', { schema: 'sales' });
  expect(diagram).toMatch(/^erDiagram\n/);
  expect(diagram).toContain('"customers" ||--o{ "opportunities" : "opportunities_customer_id_fkey"');
  expect(diagram).toContain('    integer id PK');
  expect(diagram).toContain(`"Odd 'Näme; DROP"`);
  expect((await ok('draw_schema', { schema: 'sales', columns: false })).diagram).not.toContain('integer');
});
