import { expect, test } from 'vitest';
import { connect } from '../../testing/src/index.ts';
import { notesFolder } from './support/notes.ts';

const token = `ghp_${'a1B2'.repeat(9)}`;

/** What a tool, a resource and a prompt answer about a note that holds a token. */
async function answers(...flags: readonly string[]): Promise<readonly string[]> {
  await using folder = await notesFolder();
  await using client = await connect('v2-modern', { command: folder.command('--first', token, ...flags) });
  return [
    JSON.stringify(await client.callTool('read_note', { title: 'first' })),
    JSON.stringify(await client.request('resources/read', { uri: 'note:///first' })),
    JSON.stringify(
      await client.request('prompts/get', { name: 'summarize_note', arguments: { title: 'first' } }),
    ),
  ];
}

test('--redact-output takes secrets out of what tools, resources and prompts answer', async () => {
  for (const answer of await answers('--redact-output')) expect(answer).not.toContain(token);
});

test('without it answers are what they are', async () => {
  for (const answer of await answers()) expect(answer).toContain(token);
});
