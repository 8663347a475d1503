import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Caller } from '@portolan/runtime';
import { describe, expect, it } from 'vitest';
import { check } from './check.ts';
import { createServices } from './services.ts';
import { refusal, sandbox } from './test-support.ts';

const caller = (kind: Caller['kind']): Caller => ({ id: 'x', kind, roles: [], scopes: [] });
const asking = (kind: Caller['kind'], uris?: readonly string[]) => ({
  caller: caller(kind),
  roots: async () => uris,
});
const uri = (path: string) => pathToFileURL(path).href;

describe('filesFor', () => {
  it('gives the same narrowed files for the same roots, and others for others', async () => {
    const { root } = sandbox();
    mkdirSync(join(root, 'a'));
    mkdirSync(join(root, 'b'));
    const { filesFor } = createServices({ folders: [root], trash: true });
    const first = await filesFor(asking('local', [uri(join(root, 'a'))]));
    expect(await filesFor(asking('local', [uri(join(root, 'a'))]))).toBe(first);
    const other = await filesFor(asking('local', [uri(join(root, 'b'))]));
    expect(other.access.roots.list.map(({ spelled }) => spelled)).toEqual([join(root, 'b')]);
  });

  it('takes no folder from a caller over HTTP', async () => {
    const { root } = sandbox();
    const { filesFor } = createServices({ folders: [], trash: true });
    for (const kind of ['anonymous', 'api_key', 'token'] as const) {
      expect((await refusal(() => filesFor(asking(kind, [uri(root)])))).code).toBe('outside_roots');
    }
    expect((await filesFor(asking('local', [uri(root)]))).access.roots.list).toHaveLength(1);
  });

  it('leaves out roots that are no folders of this machine', async () => {
    const { root, put } = sandbox();
    const file = uri(put('a.txt'));
    const { filesFor } = createServices({ folders: [], trash: true });
    const odd = [
      'https://example.org/',
      'file://other-host/x',
      'vscode-remote://x',
      'no uri',
      file,
      'file:///no/such',
    ];
    expect((await refusal(() => filesFor(asking('local', odd)))).code).toBe('outside_roots');
    const files = await filesFor(asking('local', [...odd, uri(root)]));
    expect(files.access.roots.list.map(({ spelled }) => spelled)).toEqual([root]);
  });

  it('refuses when the client cannot say where it works', async () => {
    const { root } = sandbox();
    const { filesFor } = createServices({ folders: [root], trash: true });
    const roots = () => Promise.reject(new Error('no answer'));
    await expect(filesFor({ caller: caller('local'), roots })).rejects.toThrow('no answer');
  });
});

describe('check', () => {
  it('names each folder and says whether ripgrep helps', async () => {
    const { root, outside } = sandbox();
    const found = await check(createServices({ folders: [root, outside], trash: true }));
    expect(found.map(({ name, ok }) => [name, ok])).toEqual([
      ['folder', true],
      ['folder', true],
      ['ripgrep', true],
    ]);
    expect(found[0]?.detail).toBe(`${root} is served: it can be read and written.`);
  });

  it('says what happens without a folder', async () => {
    const [folder] = await check(createServices({ folders: [], trash: true }));
    expect(folder).toMatchObject({
      name: 'folder',
      ok: false,
      detail: expect.stringContaining('nothing is served'),
    });
  });
});
