import { describe, expect, it } from 'vitest';
import { connectTools } from './test-support.ts';

describe('read_text_file', () => {
  it('gives the whole text, its hash, and parts of it', async () => {
    const { ok, put } = await connectTools();
    const path = put('a.txt', 'one\ntwo\nthree\nfour');
    const whole = await ok('read_text_file', { path });
    expect(whole.texts).toEqual(['one\ntwo\nthree\nfour']);
    expect(whole.structured).toMatchObject({
      content: whole.text,
      size: 18,
      encoding: 'utf-8',
      truncated: false,
    });
    expect((await ok('read_text_file', { path: 'a.txt', head: 2 })).text).toBe('one\ntwo');
    expect((await ok('read_text_file', { path, tail: 2 })).text).toBe('three\nfour');
    const part = await ok('read_text_file', { path, offset: 1, limit: 1 });
    expect(part.structured).toMatchObject({ content: 'two\n', nextOffset: 2, nextUnit: 'lines' });
  });

  it('cuts a long file, says so in a block of its own, and goes on to the end', async () => {
    const { ok, put } = await connectTools();
    const text = Array.from({ length: 60_000 }, (_, line) => `line ${line}\n`).join('');
    const path = put('long.txt', text);
    let read = '';
    let from: Record<string, unknown> = {};
    for (let calls = 0; calls < 10; calls += 1) {
      const { structured, texts } = await ok('read_text_file', { path, ...from });
      read += texts[0];
      if (structured.truncated !== true) break;
      expect(texts[1]).toContain(`offset ${structured.nextOffset}`);
      from = { offset: structured.nextOffset, unit: structured.nextUnit };
    }
    expect(read === text).toBe(true);
  });

  it('refuses a count below one, two ways at once, and a file that is no text', async () => {
    const { call, refused, put } = await connectTools();
    const path = put('a.txt');
    for (const head of [0, -1, 1.5]) {
      expect(await refused('read_text_file', { path, head })).toBe('invalid_arguments');
    }
    expect(await refused('read_text_file', { path, head: 1, tail: 1 })).toBe('invalid_arguments');
    const binary = await call('read_text_file', { path: put('b.bin', Buffer.from([0, 1, 2, 0, 255])) });
    expect(binary).toMatchObject({ isError: true, code: 'unsupported' });
    expect(binary.text).toContain('read_media_file');
  });
});
