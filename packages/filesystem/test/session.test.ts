import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  clientKinds,
  connect,
  createTempFolder,
  expectFailure,
  expectSuccess,
  type TestClient,
} from '@portolan/testing';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { filesystemServer } from './support/server.ts';

const Hashed = z.object({ hash: z.string() });

async function ok(client: TestClient, tool: string, args: Readonly<Record<string, unknown>>) {
  const answer = await client.callTool(tool, args);
  expectSuccess(answer);
  return answer;
}

const textOf = (answer: Awaited<ReturnType<typeof ok>>) => answer.content[0]?.text;

it.each(clientKinds)('serves a working session to a %s client', async (kind) => {
  await using folder = await createTempFolder();
  const root = join(folder.path, 'work');
  mkdirSync(root);
  await using client = await connect(kind, { command: filesystemServer(root) });
  const at = (name: string) => join(root, name);

  await ok(client, 'create_directory', { path: at('src/lib') });
  await ok(client, 'write_file', { path: at('src/main.ts'), content: 'import "./lib/a";\nrun(1);\n' });
  await ok(client, 'write_file', { path: at('src/lib/a.ts'), content: 'export const a = 1;\n' });

  const { hash } = Hashed.parse(
    (await ok(client, 'read_text_file', { path: at('src/main.ts') })).structuredContent,
  );
  const edit = { path: at('src/main.ts'), edits: [{ oldText: 'run(1)', newText: 'run(2)' }], ifMatch: hash };
  const edited = await ok(client, 'edit_file', edit);
  expect(textOf(edited)).toContain('-run(1);\n+run(2);');
  const stale = await client.callTool('edit_file', {
    ...edit,
    edits: [{ oldText: 'run(2)', newText: 'run(3)' }],
  });
  expectFailure(stale, 'conflict');
  expect(readFileSync(at('src/main.ts'), 'utf8')).toBe('import "./lib/a";\nrun(2);\n');

  const found = await ok(client, 'search_content', { path: root, pattern: 'run(2)' });
  expect(textOf(found)).toBe(`${at('src/main.ts')}\n2: run(2);`);
  const files = await ok(client, 'search_files', { path: root, pattern: '**/*.ts' });
  expect(textOf(files)).toBe(`${at('src/main.ts')}\n${at('src/lib/a.ts')}`);

  await ok(client, 'move_file', { source: at('src/lib/a.ts'), destination: at('src/b.ts') });
  const tree = await ok(client, 'directory_tree', { path: root });
  expect(JSON.parse(textOf(tree) ?? '')).toEqual([
    {
      name: 'src',
      type: 'directory',
      children: [
        { name: 'b.ts', type: 'file' },
        { name: 'lib', type: 'directory', children: [] },
        { name: 'main.ts', type: 'file' },
      ],
    },
  ]);
  expect(textOf(await ok(client, 'read_text_file', { path: 'src/b.ts' }))).toBe('export const a = 1;\n');
  const resource = await client.request('resources/read', { uri: `file://${at('src/b.ts')}` });
  expect(resource.contents).toMatchObject([{ text: 'export const a = 1;\n' }]);
});
