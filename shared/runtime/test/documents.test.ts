import { expect, test } from 'vitest';
import { auditRecords, clientKinds, connect } from '../../testing/src/index.ts';
import { notesFolder } from './support/notes.ts';

const seeds = ['alpha', 'almond', 'beta', 'gamma'];

test.each(clientKinds)('%s lists resources page by page', async (kind) => {
  await using folder = await notesFolder();
  await using client = await connect(kind, { command: folder.command(...seeds) });
  const names: unknown[] = [];
  let cursor: unknown;
  let pages = 0;
  do {
    const page = await client.request('resources/list', cursor === undefined ? {} : { cursor });
    names.push(...(Array.isArray(page.resources) ? page.resources.map(({ name }) => name) : []));
    cursor = page.nextCursor;
    pages += 1;
  } while (cursor !== undefined);
  expect(names).toEqual(['first', ...seeds]);
  expect(pages).toBe(2);
  const foreign = client.request('resources/list', { cursor: 'not-ours' });
  await expect(foreign).rejects.toMatchObject({ code: -32_602 });
});

test.each(clientKinds)('%s reads templates, completes and gets prompts', async (kind) => {
  await using folder = await notesFolder();
  await using client = await connect(kind, { command: folder.command(...seeds) });
  const templates = await client.request('resources/templates/list');
  expect(templates.resourceTemplates).toEqual([
    expect.objectContaining({ uriTemplate: 'note:///{+title}', name: 'note' }),
  ]);
  const read = await client.request('resources/read', { uri: 'note:///first' });
  expect(read.contents).toEqual([{ uri: 'note:///first', mimeType: 'text/plain', text: 'hello' }]);
  await expect(client.request('resources/read', { uri: 'note:///nowhere' })).rejects.toThrow('nowhere');

  const argument = { name: 'title', value: 'al' };
  for (const ref of [
    { type: 'ref/prompt', name: 'summarize_note' },
    { type: 'ref/resource', uri: 'note:///{+title}' },
  ]) {
    const { completion } = await client.request('completion/complete', { ref, argument });
    expect(completion).toEqual({ values: ['alpha', 'almond'], total: 2, hasMore: false });
  }

  const { prompts } = await client.request('prompts/list');
  expect(prompts).toEqual([
    expect.objectContaining({
      name: 'summarize_note',
      arguments: [expect.objectContaining({ name: 'title', required: true }), expect.anything()],
    }),
  ]);
  const prompt = await client.request('prompts/get', {
    name: 'summarize_note',
    arguments: { title: 'first' },
  });
  expect(JSON.stringify(prompt.messages)).toContain('Summarize (short): hello');
  const wrong = client.request('prompts/get', { name: 'summarize_note', arguments: { titel: 'first' } });
  await expect(wrong).rejects.toThrow('titel');
  await expect(client.request('prompts/get', { name: 'nope' })).rejects.toMatchObject({ code: -32_602 });
});

test.each([
  ['--exclude-tools', 'read_*'],
  ['--tools', 'write_note'],
  ['--toolsets', 'slow'],
])('%s %s takes away what shows the same as a tool it takes away', async (...flags) => {
  await using folder = await notesFolder();
  await using client = await connect('v2-modern', { command: folder.command(...seeds, ...flags) });
  expect(await client.request('resources/list')).toMatchObject({ resources: [] });
  expect(await client.request('resources/templates/list')).toMatchObject({ resourceTemplates: [] });
  expect(await client.request('prompts/list')).toMatchObject({ prompts: [] });
  const read = client.request('resources/read', { uri: 'note:///first' });
  await expect(read).rejects.toThrow('No resource has the URI');
});

test('what was listed and completed is in the audit log', async () => {
  await using folder = await notesFolder();
  const client = await connect('v2-modern', { command: folder.command(...seeds) });
  await client.request('resources/list');
  const ref = { type: 'ref/prompt', name: 'summarize_note' };
  await client.request('completion/complete', { ref, argument: { name: 'title', value: 'al' } });
  await client.close();
  expect(await auditRecords(`${folder.path}/audit.jsonl`)).toEqual([
    expect.objectContaining({ method: 'resources/list', target: 'resources/list', status: 'ok' }),
    expect.objectContaining({
      method: 'completion/complete',
      target: 'summarize_note',
      arguments: { argument: 'title', typed: 'al', others: {} },
      status: 'ok',
    }),
  ]);
});
