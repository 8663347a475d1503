import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectTools } from './test-support.ts';

it.each(['copy_file', 'move_file'])(
  '%s takes the hash of a read, and refuses that of a changed file',
  async (tool) => {
    const { call, ok, refused, put, root } = await connectTools();
    const source = put('a.txt', 'one');
    const { hash } = (await ok('read_text_file', { path: source })).structured;
    put('a.txt', 'two');
    const destination = join(root, 'b.txt');
    expect(await refused(tool, { source, destination, ifMatch: hash })).toBe('conflict');
    expect(existsSync(destination)).toBe(false);
    const now = (await ok('read_text_file', { path: source })).structured.hash;
    await ok(tool, { source, destination, ifMatch: now });
    expect(readFileSync(destination, 'utf8')).toBe('two');
    put('folder/c.txt');
    const folder = { source: join(root, 'folder'), destination: join(root, 'other'), ifMatch: now };
    expect(await refused(tool, folder)).toBe('conflict');
    const whole = (await ok('get_file_info', { path: 'folder', hash: true })).structured.hash;
    put('folder/c.txt', 'changed');
    expect(await refused(tool, { ...folder, ifMatch: whole })).toBe('conflict');
    expect(existsSync(join(root, 'other'))).toBe(false);
    const hashNow = (await ok('get_file_info', { path: 'folder', hash: true })).structured.hash;
    await ok(tool, { ...folder, ifMatch: hashNow });
    expect(readFileSync(join(root, 'other/c.txt'), 'utf8')).toBe('changed');
    put('.env', 'TOKEN=1');
    const masked = { source: join(root, '.env'), destination: join(root, '.env.local'), ifMatch: now };
    expect((await call(tool, masked)).code).toBe('forbidden');
  },
);
