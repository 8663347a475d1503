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

/** What is answered about a note with that body, by the code of the error or as it is. */
async function reads(body: string): Promise<readonly string[]> {
  await using folder = await notesFolder();
  await using client = await connect('v2-modern', { command: folder.command('--redact-output') });
  await client.callTool('write_note', { title: 'long', body });
  const codeOf = (error: unknown) => JSON.stringify(error);
  const asked = (method: string, params: Readonly<Record<string, unknown>>) =>
    client.request(method, params).catch(codeOf);
  return [
    JSON.stringify(await client.callTool('read_note', { title: 'long' })),
    JSON.stringify(await asked('resources/read', { uri: 'note:///long' })),
    JSON.stringify(await asked('prompts/get', { name: 'summarize_note', arguments: { title: 'long' } })),
  ];
}

test('an answer may be as large as it is without its secrets', async () => {
  const key = `-----BEGIN PRIVATE KEY-----\n${'A'.repeat(1_100_000)}\n-----END PRIVATE KEY-----`;
  for (const answer of await reads(key)) expect(answer).not.toContain('too_large');
});

// 1 MiB is the most of an answer: 15 bytes of JSON a line are less, the 21 that are sent of it are more.
test('an answer may not be larger than the limit with what stands for its secrets', async () => {
  const line = 'password=abcd\n';
  const [, ...documents] = await reads(line.repeat(64_000));
  for (const answer of documents) expect(answer).toContain('too_large');
  // A tool says what it found twice.
  const [result] = await reads(line.repeat(32_000));
  expect(result).toContain('too_large');
});
