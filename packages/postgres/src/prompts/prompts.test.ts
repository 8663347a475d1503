import { expect, inject, it } from 'vitest';
import { connectTools } from '../tools/test-support.ts';

it.each([
  ['optimise_query', { sql: "SELECT * FROM sales.customers WHERE city = 'Oslo'" }, 'Seq Scan on customers'],
  ['investigate_slow_database', { since: 'noon' }, 'since noon'],
  [
    'write_migration',
    { change: 'Add a phone number', schema: 'sales', table: 'customers' },
    'table sales.customers',
  ],
])('%s holds what the model needs', async (name, args, expected) => {
  const { client } = await connectTools(inject('readerUrl'));
  const { messages } = await client.getPrompt({ name, arguments: args });
  expect(JSON.stringify(messages)).toContain(expected);
});

it('completes the name of a table', async () => {
  const { client } = await connectTools(inject('readerUrl'));
  const { completion } = await client.complete({
    ref: { type: 'ref/prompt', name: 'write_migration' },
    argument: { name: 'table', value: 'oppo' },
    context: { arguments: { schema: 'sales' } },
  });
  expect(completion.values).toEqual(['opportunities']);
});
