import { linkSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refusal, sandbox } from './test-support.ts';

describe('files', () => {
  it('reads what it wrote and hands the hash on', async () => {
    const { files, root } = sandbox();
    const written = await files.write('a.txt', 'one\n');
    const read = await files.readText('a.txt');
    expect(read).toMatchObject({ content: 'one\n', hash: written.hash, path: join(root, 'a.txt'), size: 4 });
    const again = await files.write('a.txt', 'two\n', { ifMatch: read.hash });
    expect(again.created).toBe(false);
    expect((await refusal(() => files.write('a.txt', 'x', { ifMatch: read.hash }))).code).toBe('conflict');
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('two\n');
    expect(readdirSync(root)).toEqual(['a.txt']);
  });
  it('refuses links out', async () => {
    const { files, root, putOutside, outside } = sandbox();
    const secret = putOutside('secret');
    symlinkSync(secret, join(root, 'l'));
    symlinkSync(outside, join(root, 'd'));
    linkSync(secret, join(root, 'h'));
    for (const path of ['l', 'd/secret', 'd/nothing', '../outside/secret', secret]) {
      expect((await refusal(() => files.readText(path))).code, path).toBe('outside_roots');
      expect((await refusal(() => files.write(path, ''))).code, path).toBe('outside_roots');
    }
    expect((await refusal(() => files.readText('h'))).code).toBe('forbidden');
    expect((await refusal(() => files.write('h', ''))).code).toBe('forbidden');
    expect(statSync(secret).size).toBe(8);
  });
});
