import { createHash } from 'node:crypto';
import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refusal, sandbox } from '../test-support.ts';

describe('media', () => {
  it.each([
    ['a.png', 'x', 'image', 'image/png'],
    ['a.JPG', 'x', 'image', 'image/jpeg'],
    ['a.mp3', 'x', 'audio', 'audio/mpeg'],
    ['a.svg', '<svg/>', 'image', 'image/svg+xml'],
    ['a.unknown', 'x', 'resource', 'application/octet-stream'],
    ['a.pdf', 'x', 'resource', 'application/pdf'],
    ['noname', '\x89PNG\r\n\x1a\n', 'image', 'image/png'],
    ['empty', '', 'resource', 'application/octet-stream'],
  ])('%s is a content block of its kind', async (name, content, kind, mimeType) => {
    const { files, put, root } = sandbox();
    put(name, Buffer.from(content, 'latin1'));
    const media = await files.readMedia(name);
    expect(media).toMatchObject({ kind, mimeType, uri: `file://${join(root, name)}` });
    expect(Buffer.from(media.data, 'base64').toString('latin1')).toBe(content);
  });

  it('of several chunks is whole, and bounded', async () => {
    const { files, put } = sandbox({ maxMediaBytes: 1_000_000 });
    const content = Buffer.alloc(999_999, 'abcdefg');
    put('large.bin', content);
    expect(Buffer.from((await files.readMedia('large.bin')).data, 'base64').equals(content)).toBe(true);
    put('larger.bin', Buffer.alloc(1_000_001));
    expect((await refusal(() => files.readMedia('larger.bin'))).code).toBe('too_large');
  });

  it('that is truncated meanwhile is a clean error', async () => {
    const { files, put } = sandbox();
    const path = put('large.bin', Buffer.alloc(2_000_000));
    const reading = refusal(() => files.readMedia('large.bin'));
    truncateSync(path, 10);
    expect((await reading).code).toBe('conflict');
  });
});

describe('several files', () => {
  it('are answered one by one, those that fail with their error', async () => {
    const { files, put } = sandbox();
    put('a', 'A');
    put('b', 'B');
    const results = await files.readMany(['a', 'missing', '../x', 'b']);
    expect(results.map((result) => ('file' in result ? result.file.content : result.error.code))).toEqual([
      'A',
      'not_found',
      'outside_roots',
      'B',
    ]);
  });

  it('share one budget', async () => {
    const { files, put } = sandbox();
    put('a', 'a'.repeat(3000));
    put('b', 'b'.repeat(3000));
    const results = await files.readMany(['a', 'b', 'b'], { maxBytes: 4000 });
    const sizes = results.map((result) => ('file' in result ? result.file.content.length : 0));
    expect(sizes).toEqual([3000, 1000, 512]);
  });

  it('are at least one and at most a thousand', async () => {
    const { files } = sandbox();
    expect((await refusal(() => files.readMany([]))).code).toBe('invalid_arguments');
    expect((await refusal(() => files.readMany(Array.from({ length: 1001 }, () => 'a')))).code).toBe(
      'too_large',
    );
  });
});

it('computes checksums of small and large files', async () => {
  const { files, put } = sandbox();
  for (const content of [Buffer.alloc(0), Buffer.from('abc'), Buffer.alloc(3_000_000, 'xyz')]) {
    put('file', content);
    for (const algorithm of ['sha256', 'sha512', 'sha1', 'md5'] as const) {
      expect(await files.checksum('file', algorithm)).toMatchObject({
        checksum: createHash(algorithm).update(content).digest('hex'),
        size: content.length,
      });
    }
  }
});

it('tells the properties of files and folders', async () => {
  const { files, put, root } = sandbox();
  put('d/file', 'abc');
  expect(files.info('d/file')).toMatchObject({
    path: join(root, 'd/file'),
    kind: 'file',
    size: 3,
    symlink: false,
    links: 1,
  });
  expect(files.info('d').kind).toBe('directory');
  expect(files.info('.').path).toBe(root);
  expect(files.info('d/file').modified).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  expect((await refusal(() => files.info('missing'))).code).toBe('not_found');
  expect((await refusal(() => files.info('d/file/x'))).code).toBe('not_found');
});
