import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { connectTools } from './test-support.ts';

it('gives images and audio as such and the rest as a resource', async () => {
  const { ok, put } = await connectTools();
  const png = await ok('read_media_file', { path: put('p.png', 'x') });
  expect(png.content).toEqual([{ type: 'image', data: 'eA==', mimeType: 'image/png' }]);
  expect(png.structured).toMatchObject({ content: png.content, size: 1 });
  const sound = await ok('read_media_file', { path: put('s.mp3', 'y') });
  expect(sound.content).toMatchObject([{ type: 'audio', mimeType: 'audio/mpeg' }]);
  const path = put('b.bin', Buffer.from([0, 1]));
  const other = await ok('read_media_file', { path });
  expect(other.content).toMatchObject([
    { type: 'resource', resource: { uri: pathToFileURL(path).href, blob: 'AAE=' } },
  ]);
});

it('refuses a file over the limit and names the setting', async () => {
  const { call, put } = await connectTools({ argv: ['--max-file-bytes', '10'] });
  const answer = await call('read_media_file', { path: put('big.png', 'x'.repeat(11)) });
  expect(answer.code).toBe('too_large');
  expect(answer.text).toContain('--max-file-bytes');
});
