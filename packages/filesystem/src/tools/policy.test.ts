import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { sandbox } from '../test-support.ts';
import { connectTools } from './test-support.ts';

/** A server whose policy allows everything in `root` but `sub/secret`. */
async function connectWithPolicy() {
  const box = sandbox();
  const file = join(box.base, 'policy.yaml');
  const path = { allow: [`${box.root}/**`], deny: [`${box.root}/sub/secret`] };
  const roles = { user: { rules: [{ tools: ['*'], arguments: { path } }] } };
  writeFileSync(file, JSON.stringify({ version: 1, roles, assign: [{ kind: 'local', roles: ['user'] }] }));
  const tools = await connectTools({ argv: ['--policy', file, '--yes'], folders: [box.root] });
  box.put('sub/open.txt', 'needle\n');
  box.put('sub/secret/hidden.txt', 'needle\n');
  return { ...box, ...tools, ...{ root: box.root, put: box.put } };
}

it.each([
  ['search_content', { pattern: 'needle' }],
  ['search_files', { pattern: '**' }],
  ['find_files', {}],
  ['directory_tree', {}],
  ['list_directory', {}],
  ['list_directory_with_sizes', {}],
])('%s shows nothing of a folder the policy denies', async (name, args) => {
  const { ok, root } = await connectWithPolicy();
  const { texts, structured } = await ok(name, { path: join(root, 'sub'), ...args });
  const shown = texts.join() + JSON.stringify(structured);
  expect(shown).toContain('open.txt');
  expect(shown).not.toMatch(/secret|hidden/);
});

it('counts nothing of a folder the policy denies', async () => {
  const { ok, root } = await connectWithPolicy();
  expect((await ok('disk_usage', { path: join(root, 'sub') })).structured.total).toMatchObject({ files: 1 });
});

it('neither moves, copies nor deletes what the policy denies with the folder around it', async () => {
  const { ok, refused, root } = await connectWithPolicy();
  const source = join(root, 'sub');
  expect(await refused('move_file', { source, destination: join(root, 'moved') })).toBe('forbidden');
  expect(await refused('delete_directory', { path: source, recursive: true })).toBe('forbidden');
  await ok('copy_file', { source, destination: join(root, 'copied') });
  expect(existsSync(join(root, 'copied/open.txt'))).toBe(true);
  expect(existsSync(join(root, 'copied/secret/hidden.txt'))).toBe(false);
  expect(existsSync(join(root, 'sub/secret/hidden.txt'))).toBe(true);
});

it('follows no link to what the policy denies', async () => {
  const { refused, root } = await connectWithPolicy();
  symlinkSync(join(root, 'sub/secret'), join(root, 'way'));
  expect(await refused('read_text_file', { path: join(root, 'way/hidden.txt') })).toBe('forbidden');
});

it('completes and lists nothing the policy denies', async () => {
  const { client, root } = await connectWithPolicy();
  const complete = async (value: string) => {
    const ref = { type: 'ref/resource', uri: 'file:///{+path}' } as const;
    return (await client.complete({ ref, argument: { name: 'path', value } })).completion.values;
  };
  const sub = `${root.slice(1)}/sub/`;
  expect(await complete(sub)).toEqual([`${sub}open.txt`]);
  expect(await complete(`${sub}secret/`)).toEqual([]);
  await expect(
    client.readResource({ uri: pathToFileURL(join(root, 'sub/secret/hidden.txt')).href }),
  ).rejects.toThrow(/policy/);
});

it('does without an answer for arguments that are names of every object', async () => {
  const { client } = await connectTools();
  const ref = { type: 'ref/resource', uri: 'file:///{+path}' } as const;
  for (const name of ['constructor', 'hasOwnProperty', '__proto__']) {
    const { completion } = await client.complete({ ref, argument: { name, value: 'x' } });
    expect(completion.values).toEqual([]);
  }
});

it('keeps the trash closed to a client whose root is the trash', async () => {
  const { call, refused, ok, root } = await connectTools({
    era: 'legacy',
    confirms: true,
    argv: ['--yes'],
    roots: ({ put }) => [pathToFileURL(join(put('.portolan-trash/x/a.txt'), '..', '..')).href],
  });
  expect(await refused('read_text_file', { path: join(root, '.portolan-trash/x/a.txt') })).toBe('forbidden');
  expect(await refused('write_file', { path: join(root, '.portolan-trash/y'), content: '' })).toBe(
    'forbidden',
  );
  expect((await ok('list_directory', { path: join(root, '.portolan-trash') })).text).not.toContain('x');
  expect(
    (await call('search_files', { path: join(root, '.portolan-trash'), pattern: '**' })).text,
  ).not.toContain('a.txt');
});
