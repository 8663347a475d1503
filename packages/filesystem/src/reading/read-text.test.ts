import {
  appendFileSync,
  closeSync,
  ftruncateSync,
  openSync,
  truncateSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bytesReadDuring, stepsOf } from '../test-steps.ts';
import { refusal, sandbox } from '../test-support.ts';
import type { TextOptions } from './text-options.ts';

const wide = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
const lines = (count: number, from = 1) =>
  Array.from({ length: count }, (_, index) => `line ${index + from}\n`).join('');

describe('head and tail', () => {
  it.each([
    ['a\nb\nc\n', { head: 2 }, 'a\nb'],
    ['a\nb\nc\n', { head: 3 }, 'a\nb\nc'],
    ['a\nb\nc\n', { head: 9 }, 'a\nb\nc'],
    ['a\nb\nc', { head: 9 }, 'a\nb\nc'],
    ['a\r\nb\r\n', { head: 1 }, 'a'],
    ['\n\n\n', { head: 2 }, '\n'],
    ['', { head: 1 }, ''],
    ['a\nb\nc\n', { tail: 1 }, 'c'],
    ['a\nb\nc\n', { tail: 2 }, 'b\nc'],
    ['a\nb\nc', { tail: 2 }, 'b\nc'],
    ['a\nb\nc\n', { tail: 3 }, 'a\nb\nc'],
    ['a\nb\nc\n', { tail: 9 }, 'a\nb\nc'],
    ['a\n\n', { tail: 1 }, ''],
    ['a\r\nb\r\n', { tail: 1 }, 'b'],
    ['', { tail: 1 }, ''],
    ['no newline', { tail: 1 }, 'no newline'],
  ])('of %j with %j are %j', async (content, options, expected) => {
    const { files, put } = sandbox();
    put('small', content);
    expect((await files.readText('small', options)).content).toBe(expected);
    put('wide', wide(content));
    expect((await files.readText('wide', options)).content).toBe(expected);
  });

  it.each([
    { head: 0 },
    { head: -1 },
    { tail: 1.5 },
    { tail: Number.NaN },
    { offset: -1 },
    { limit: 0 },
    { offset: 0.5 },
    { maxBytes: 0 },
    { maxBytes: 1e12 },
    { head: 1, tail: 1 },
    { head: 1, offset: 1 },
    { tail: 1, limit: 1 },
  ] satisfies TextOptions[])('refuse %j', async (options) => {
    const { files, put } = sandbox();
    put('a');
    expect((await refusal(() => files.readText('a', options))).code).toBe('invalid_arguments');
  });

  it('of a large file read only its ends', async () => {
    const { files, put } = sandbox();
    put('large', lines(200_000));
    expect(await files.readText('large', { head: 2 })).toMatchObject({
      content: 'line 1\nline 2',
      firstLine: 1,
      truncated: false,
      next: { unit: 'lines', offset: 2 },
    });
    expect(await files.readText('large', { tail: 2 })).toMatchObject({
      content: 'line 199999\nline 200000',
      truncated: false,
      next: undefined,
    });
  });
});

describe('parts', () => {
  it('by lines join to the whole, small and large', async () => {
    const { files, put } = sandbox();
    for (const count of [100, 60_000]) {
      const content = lines(count);
      put('file', content);
      const parts: string[] = [];
      let offset: number | undefined = 0;
      while (offset !== undefined) {
        const part = await files.readText('file', { offset, limit: Math.ceil(count / 7) });
        expect(part.firstLine).toBe(offset + 1);
        parts.push(part.content);
        offset = part.next?.offset;
      }
      expect(parts.join('')).toBe(content);
      expect(parts).toHaveLength(7);
    }
  });

  it.each(['utf-8', 'utf-16le'] as const)(
    'by bytes join to the whole and cut no character (%s)',
    async (encoding) => {
      const { files, put } = sandbox();
      for (const repeat of [10, 40_000]) {
        const content = 'a日😀é\n'.repeat(repeat);
        put('file', encoding === 'utf-8' ? content : wide(content));
        let joined = '';
        let offset: number | undefined = 0;
        while (offset !== undefined) {
          const part = await files.readText('file', {
            offset,
            limit: repeat === 10 ? 1 : 99_999,
            unit: 'bytes',
          });
          expect(part.lossy).toBe(false);
          expect(part.content.length).toBeGreaterThan(0);
          joined += part.content;
          offset = part.next?.offset;
        }
        expect(joined).toBe(content);
      }
    },
  );

  it('past the end are empty', async () => {
    const { files, put } = sandbox();
    put('file', 'a\n');
    for (const unit of ['lines', 'bytes'] as const) {
      expect(await files.readText('file', { offset: 100, unit })).toMatchObject({
        content: '',
        next: undefined,
      });
    }
  });
});

describe('the size limit', () => {
  it('cuts at a line and says where to go on', async () => {
    const { files, put } = sandbox();
    put('file', lines(100));
    const first = await files.readText('file', { maxBytes: 30 });
    expect(first).toMatchObject({ content: lines(4), truncated: true, next: { unit: 'lines', offset: 4 } });
    expect((await files.readText('file', { maxBytes: 30, offset: 4 })).content).toBe(lines(4, 5));
  });

  it('cuts a single long line within it, and goes on in bytes', async () => {
    const { files, put } = sandbox();
    put('file', '日'.repeat(100));
    const first = await files.readText('file', { maxBytes: 10 });
    expect(first).toMatchObject({ content: '日日日', truncated: true, next: { unit: 'bytes', offset: 9 } });
  });

  it('applies to tail from the end', async () => {
    const { files, put } = sandbox();
    put('file', '日'.repeat(100));
    expect(await files.readText('file', { tail: 1, maxBytes: 10 })).toMatchObject({
      content: '日日日',
      truncated: true,
    });
  });

  it('is 256 KiB by default', async () => {
    const { files, put } = sandbox();
    put('file', 'x'.repeat(300_000));
    expect(await files.readText('file')).toMatchObject({ end: 262_144, truncated: true });
    put('exact', 'x'.repeat(262_144));
    expect(await files.readText('exact')).toMatchObject({ end: 262_144, truncated: false, next: undefined });
  });
});

describe('encodings', () => {
  it('are found and named', async () => {
    const { files, put } = sandbox();
    put('bom', '\ufeffa\r\n');
    expect(await files.readText('bom')).toMatchObject({
      content: 'a\r\n',
      encoding: 'utf-8',
      bom: true,
    });
    put('latin', Buffer.from('gr\u00fc\u00dfe\n', 'latin1'));
    expect(await files.readText('latin')).toMatchObject({
      content: 'grüße\n',
      encoding: 'latin1',
      bom: false,
    });
    put('wide', wide('grüße\n').swap16());
    expect(await files.readText('wide')).toMatchObject({
      content: 'grüße\n',
      encoding: 'utf-16be',
      bom: true,
    });
  });

  it('can be given, and then what does not fit is said', async () => {
    const { files, put } = sandbox();
    put('bytes', Buffer.from([0, 0xff, 0x41]));
    expect(await files.readText('bytes', { encoding: 'latin1' })).toMatchObject({
      content: '\0ÿA',
      lossy: false,
    });
    expect(await files.readText('bytes', { encoding: 'utf-8' })).toMatchObject({
      content: '\0\ufffdA',
      lossy: true,
    });
  });

  it('that are none name the tool for media', async () => {
    const { files, put } = sandbox();
    put('image', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
    const error = await refusal(() => files.readText('image'));
    expect(error).toMatchObject({ code: 'unsupported' });
    expect(error.next).toContain('read_media_file');
  });
});

describe('hashes', () => {
  it('follow the content of a small file and the identity of a large one', async () => {
    const { files, put } = sandbox();
    put('a', 'same');
    put('b', 'same');
    const [a, b] = [await files.readText('a'), await files.readText('b')];
    expect(a.hash).toMatch(/^c-[\w-]{22}$/);
    expect(b.hash).toBe(a.hash);
    expect((await files.readText('a', { head: 1 })).hash).toBe(a.hash);
    const large = put('large', 'x'.repeat(300_000));
    const before = (await files.readText('large', { head: 1 })).hash;
    expect(before).toMatch(/^m-[\w-]{22}$/);
    expect((await files.readText('large', { tail: 1 })).hash).toBe(before);
    appendFileSync(large, 'y');
    expect((await files.readText('large')).hash).not.toBe(before);
  });
});

describe('a file that changes while it is read', () => {
  it('by being deleted gives the content it had', async () => {
    const { files, put } = sandbox();
    const path = put('file', lines(60_000));
    const reading = files.readText('file', { offset: 59_999 });
    unlinkSync(path);
    expect((await reading).content).toBe('line 60000\n');
  });

  it('by being truncated is a clean error', async () => {
    const { files, put } = sandbox();
    const path = put('file', lines(500_000));
    const reading = refusal(() => files.readText('file', { offset: 499_999 }));
    truncateSync(path, 0);
    expect(await reading).toMatchObject({
      code: 'conflict',
      message: 'file became shorter while it was read.',
    });
    expect((await files.readText('file')).content).toBe('');
  });

  it('by being cancelled stops', async () => {
    const { files, put } = sandbox();
    put('file', lines(500_000));
    const reading = files.readText('file', {
      offset: 499_999,
      signal: AbortSignal.abort(new Error('stopped')),
    });
    await expect(reading).rejects.toThrow('stopped');
  });
});

it('costs few steps and reads little however large the file is', async () => {
  const { files, put } = sandbox();
  const path = put('sparse', 'first line\n');
  const fd = openSync(path, 'r+');
  ftruncateSync(fd, 200_000_000);
  for (let at = 11; at < 1_000_000; at += 1000) writeSync(fd, `${'x'.repeat(999)}\n`, at);
  closeSync(fd);
  put('one-line', 'y'.repeat(20_000_000));
  // One step for each byte of the answer, at most; another for each chunk that is read.
  for (const [name, options, budget] of [
    ['sparse', { head: 1 }, 20_000],
    ['one-line', { head: 1 }, 400_000],
    ['one-line', { tail: 1 }, 400_000],
    ['one-line', {}, 400_000],
  ] as const) {
    const read = async () => {
      expect((await files.readText(name, options)).content.length).toBeLessThanOrEqual(262_144);
    };
    expect(await bytesReadDuring(read), name).toBeLessThan(4_000_000);
    const steps = await stepsOf(read);
    expect(steps, `${name} ${JSON.stringify(options)}`).toBeLessThan(budget);
  }
});
