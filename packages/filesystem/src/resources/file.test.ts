import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sandbox } from '../test-support.ts';
import { connectTools } from '../tools/test-support.ts';
import { watchPath } from './watch-path.ts';

const uri = (path: string) => pathToFileURL(path).href;

describe('file resources', () => {
  it('are listed at the top level in pages, and read as text, blob or list', async () => {
    const { client, put, root } = await connectTools();
    put('a #1.txt', 'one');
    put('sub/b.txt');
    put('p.png', Buffer.from([0, 1]));
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual(
      ['a #1.txt', 'p.png', 'sub'].map((name) => uri(join(root, name))),
    );
    const texts = await Promise.all(
      resources.map(async ({ uri }) => (await client.readResource({ uri })).contents[0]),
    );
    expect(texts).toMatchObject([
      { mimeType: 'text/plain', text: 'one' },
      { mimeType: 'image/png', blob: 'AAE=' },
      { text: '[FILE] b.txt' },
    ]);
  });

  it('say how many entries of a wide folder are left out, and what gives them', async () => {
    const { client, put, root } = await connectTools();
    for (let index = 0; index < 2003; index += 1) put(`wide/${index}`, '');
    const { contents } = await client.readResource({ uri: uri(join(root, 'wide')) });
    expect(contents).toMatchObject([
      { text: expect.stringMatching(/\n\[3 more: list_directory gives them in pages\.\]$/) },
    ]);
  });

  it('lists many in pages', async () => {
    const { client, put } = await connectTools();
    for (let index = 0; index < 1100; index += 1) put(`${index}.txt`, '');
    const names = new Set<string>();
    let pages = 0;
    let cursor: string | undefined;
    do {
      const page = await client.listResources(cursor === undefined ? {} : { cursor });
      for (const { name } of page.resources) names.add(name);
      cursor = page.nextCursor;
      pages += 1;
    } while (cursor !== undefined && pages < 10);
    expect(names.size).toBe(1100);
  });

  it.each(['outside', 'dots', 'coded dots', 'coded slash', 'other host', 'masked', 'link'])(
    'refuse %s',
    async (which) => {
      const { client, root, outside, put, putOutside } = await connectTools();
      const secret = putOutside('secret.txt', 'SECRET');
      symlinkSync(secret, join(root, 'link.txt'));
      const hostile: Record<string, string> = {
        outside: uri(secret),
        dots: `file://${root}/../outside/secret.txt`,
        'coded dots': `file://${root}/%2e%2e/outside/secret.txt`,
        'coded slash': `file://${root}%2f..%2foutside%2fsecret.txt`,
        'other host': `file://example.org${outside}/secret.txt`,
        masked: uri(put('.env', 'SECRET')),
        link: uri(join(root, 'link.txt')),
      };
      await expect(client.readResource({ uri: hostile[which] ?? '' })).rejects.toThrow(
        /outside|not a file URI|masked|No resource/,
      );
    },
  );

  it('complete the path of a URI', async () => {
    const { client, put, root } = await connectTools();
    put('src/a.ts');
    const ref = { type: 'ref/resource', uri: 'file:///{+path}' } as const;
    const { completion } = await client.complete({
      ref,
      argument: { name: 'path', value: `${root.slice(1)}/src/` },
    });
    expect(completion.values).toEqual([`${root.slice(1)}/src/a.ts`]);
  });

  it('tell a subscriber of a change', async () => {
    const { client, put } = await connectTools({ era: 'legacy' });
    const path = put('a.txt', 'one');
    const heard: unknown[] = [];
    client.setNotificationHandler('notifications/resources/updated', ({ params }) => {
      heard.push(params.uri);
    });
    await client.subscribeResource({ uri: uri(path) });
    await client.callTool({ name: 'write_file', arguments: { path, content: 'two' } });
    await expect.poll(() => heard).toEqual([uri(path)]);
    await client.unsubscribeResource({ uri: uri(path) });
  });
});

describe('watchPath', () => {
  it('sees writes in place, replacements, deletion and new files; many at once are few', async () => {
    const { files, root, put } = sandbox();
    const path = put('a.txt', 'one');
    let changes = 0;
    const stop = watchPath(files, path, () => {
      changes += 1;
    });
    const told = async (act: () => void) => {
      const before = changes;
      act();
      await expect.poll(() => changes).toBeGreaterThan(before);
    };
    await told(() => writeFileSync(path, 'two'));
    await told(() => {
      writeFileSync(join(root, 'b'), 'three');
      renameSync(join(root, 'b'), path);
    });
    await told(() => rmSync(path));
    await told(() => writeFileSync(path, 'four'));
    const before = changes;
    for (let index = 0; index < 200; index += 1) writeFileSync(path, `${index}`);
    await expect.poll(() => changes).toBeGreaterThan(before);
    expect(changes - before).toBeLessThan(5);
    stop();
    const last = changes;
    writeFileSync(path, 'after');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(changes).toBe(last);
  });

  it('goes on when the folder goes and comes back', async () => {
    const { files, root, put } = sandbox();
    const path = put('deep/sub/a.txt', 'one');
    let changes = 0;
    const stop = watchPath(files, path, () => {
      changes += 1;
    });
    rmSync(join(root, 'deep'), { recursive: true });
    await expect.poll(() => changes).toBe(1);
    put('deep/sub/a.txt', 'two');
    await expect.poll(() => changes).toBe(2);
    put('deep/sub/a.txt', 'three');
    await expect.poll(() => changes).toBe(3);
    stop();
  });

  it('tells nothing of the outside when the folder is swapped for a link', async () => {
    const { files, root, outside, put, putOutside } = sandbox();
    const path = put('sub/a.txt', 'one');
    const other = putOutside('a.txt', 'secret');
    let changes = 0;
    const stop = watchPath(files, path, () => {
      changes += 1;
    });
    renameSync(join(root, 'sub'), join(root, 'moved'));
    symlinkSync(outside, join(root, 'sub'));
    writeFileSync(join(root, 'moved/a.txt'), 'two');
    await expect.poll(() => changes).toBe(1);
    for (let index = 0; index < 5; index += 1) {
      writeFileSync(other, `secret ${index}`);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    expect(changes).toBe(1);
    stop();
  });

  it('refuses what is outside or not there', async () => {
    const { files, outside } = sandbox();
    mkdirSync(join(outside, 'x'));
    expect(() => watchPath(files, join(outside, 'x'), () => {})).toThrow(/outside/);
    expect(() => watchPath(files, 'none', () => {})).toThrow(/does not exist/);
  });
});
