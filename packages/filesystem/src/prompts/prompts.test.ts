import { utimesSync } from 'node:fs';
import { expect, it } from 'vitest';
import { connectTools } from '../tools/test-support.ts';

it('summarizes a folder from its tree, without what git ignores', async () => {
  const { client, put, root } = await connectTools();
  put('src/a.ts');
  put('.gitignore', 'dist\n');
  put('dist/b.js');
  const { messages } = await client.getPrompt({ name: 'summarize_directory', arguments: { path: root } });
  const shown = JSON.stringify(messages);
  expect(messages).toMatchObject([{ role: 'user', content: { type: 'text' } }]);
  expect(shown).toContain('a.ts');
  expect(shown).not.toContain('b.js');
});

it('reviews only what changed lately, the newest first', async () => {
  const { client, put, root } = await connectTools();
  utimesSync(put('old.ts'), 1, 1);
  utimesSync(put('before.ts'), Date.now() / 1000 - 600, Date.now() / 1000 - 600);
  put('new.ts');
  const { messages } = await client.getPrompt({
    name: 'review_changes',
    arguments: { path: root, hours: '2' },
  });
  const shown = JSON.stringify(messages);
  expect(shown).toMatch(/new\.ts.*before\.ts/);
  expect(shown).not.toContain('old.ts');
});

it('refuses a folder outside', async () => {
  const { client, outside } = await connectTools();
  for (const name of ['summarize_directory', 'review_changes']) {
    await expect(client.getPrompt({ name, arguments: { path: outside } })).rejects.toThrow(/outside/);
  }
});

it('completes folders of a path, and nothing outside', async () => {
  const { client, put, root, outside } = await connectTools();
  put('src/a.ts');
  put('lib/b.ts');
  put('list.txt');
  const complete = async (value: string) => {
    const ref = { type: 'ref/prompt', name: 'summarize_directory' } as const;
    return (await client.complete({ ref, argument: { name: 'path', value } })).completion.values;
  };
  expect(await complete('')).toEqual([`${root}/`]);
  expect(await complete(`${root}/`)).toEqual([`${root}/lib/`, `${root}/src/`]);
  expect(await complete(`${root}/li`)).toEqual([`${root}/lib/`]);
  expect(await complete('li')).toEqual(['lib/']);
  expect(await complete(`${outside}/`)).toEqual([]);
});
