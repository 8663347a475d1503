import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { stepsOf } from '../test-steps.ts';
import { refusal, sandbox } from '../test-support.ts';
import { leadsOut } from './archive-entry.ts';
import { listArchive, readArchiveEntry } from './read-archive.ts';

async function zipOf(entries: Readonly<Record<string, Buffer | string>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(entries)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

/** Replaces every occurrence by bytes of the same length. */
function patch(bytes: Buffer, from: string, to: string): Buffer {
  return Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1');
}

/** One tar entry with a right checksum. */
function tarEntry(name: string, content: Buffer, { flag = '0', size = content.length } = {}): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write(flag, 156);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

const end = Buffer.alloc(1024);

describe('listArchive', () => {
  it.each(['tar', 'tar.gz'])('lists what tar packs as %s, long names and links too', async (format) => {
    const { files, put, root } = sandbox();
    const long = `${'deep/'.repeat(60)}${'n'.repeat(150)}.txt`;
    put('src/a.txt', 'hello\n');
    put(`src/${long}`, 'far\n');
    symlinkSync('/etc/passwd', join(root, 'src/link'));
    for (const style of ['gnu', 'posix', 'ustar']) {
      const names = style === 'ustar' ? ['src/a.txt', 'src/link'] : ['src'];
      const path = join(root, `${style}.${format}`);
      execFileSync('tar', [
        format === 'tar' ? '-cf' : '-czf',
        path,
        `--format=${style}`,
        '-C',
        root,
        ...names,
      ]);
      const listing = await listArchive(files.access, path, { limit: 1_000 });
      expect(listing.format).toBe(format);
      const wanted = execFileSync('tar', ['-tf', path], { encoding: 'utf8' }).trim().split('\n');
      expect(listing.entries.map(({ name }) => name)).toEqual(wanted);
      expect(listing.entries.find(({ name }) => name === 'src/link')).toMatchObject({
        type: 'symlink',
        linkTarget: '/etc/passwd',
      });
      const options = { maxBytes: 100 };
      expect((await readArchiveEntry(files.access, path, 'src/a.txt', options)).content).toBe('hello\n');
      if (style !== 'ustar')
        expect((await readArchiveEntry(files.access, path, `src/${long}`, options)).content).toBe('far\n');
    }
  });

  it('pages through a zip, and refuses the cursor once the archive changed', async () => {
    const { files, put } = sandbox();
    const entries = Object.fromEntries(Array.from({ length: 25 }, (_, at) => [`f${at}.txt`, `${at}`]));
    const path = put('a.zip', await zipOf(entries));
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listArchive(files.access, path, { limit: 10, cursor });
      names.push(...page.entries.map(({ name }) => name));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(names).toEqual(Object.keys(entries));
    const { nextCursor } = await listArchive(files.access, path, { limit: 10 });
    put('a.zip', await zipOf({ other: 'x' }));
    const fault = await refusal(() => listArchive(files.access, path, { limit: 10, cursor: nextCursor }));
    expect(fault.code).toBe('invalid_arguments');
  });

  it('shows names that lead out or forge rows, and does nothing with them', async () => {
    const { files, put } = sandbox();
    const zip = patch(await zipOf({ 'xx/evil.txt': 'evil', two_rows: '2' }), 'xx/', '../');
    const path = put('slip.zip', patch(zip, 'two_rows', 'two\nrows'));
    const { entries } = await listArchive(files.access, path, { limit: 10 });
    expect(entries).toMatchObject([{ name: '../evil.txt', leadsOut: true }, { name: 'two\\nrows' }]);
    expect((await readArchiveEntry(files.access, path, 'two\\nrows', { maxBytes: 10 })).content).toBe('2');
    const tar = put('slip.tar', Buffer.concat([tarEntry('/etc/cron.d/evil', Buffer.from('x')), end]));
    expect((await listArchive(files.access, tar, { limit: 10 })).entries).toMatchObject([{ leadsOut: true }]);
  });

  it.each([
    ['text', 'just text\n'],
    ['nothing', ''],
    ['a cut zip', Buffer.from('PK\x03\x04abc')],
    ['a gzip of text', gzipSync('just text\n')],
    ['broken gzip', Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3])],
    ['a tar with a broken header', Buffer.concat([tarEntry('a', Buffer.from('x')), Buffer.alloc(512, 7)])],
    [
      'a header that claims a gigabyte of names',
      tarEntry('x', Buffer.from('x'), { flag: 'x', size: 2 ** 30 }),
    ],
  ])('refuses %s as unsupported', async (_, content) => {
    const { files, put } = sandbox();
    const path = put('a.zip', content);
    expect((await refusal(() => listArchive(files.access, path, { limit: 10 }))).code).toBe('unsupported');
  });

  it('refuses masked and outside archives', async () => {
    const { files, put, putOutside } = sandbox();
    const masked = put('id_rsa', await zipOf({ a: 'x' }));
    expect((await refusal(() => listArchive(files.access, masked, { limit: 1 }))).code).toBe('forbidden');
    const outside = putOutside('a.zip', await zipOf({ a: 'x' }));
    expect((await refusal(() => listArchive(files.access, outside, { limit: 1 }))).code).toBe(
      'outside_roots',
    );
  });
});

describe('readArchiveEntry', () => {
  it('gives text as text and everything else as base64', async () => {
    const { files, put } = sandbox();
    const binary = Buffer.from([0, 1, 2, 255, 0, 0, 9]);
    const path = put('a.zip', await zipOf({ 'a.txt': 'grüße\n', 'b.bin': binary, 'dir/c.txt': 'c' }));
    expect(await readArchiveEntry(files.access, path, 'a.txt', { maxBytes: 100 })).toMatchObject({
      encoding: 'text',
      content: 'grüße\n',
      truncated: false,
    });
    expect(await readArchiveEntry(files.access, path, 'a.txt', { maxBytes: 3 })).toMatchObject({
      content: 'gr',
      truncated: true,
    });
    expect(await readArchiveEntry(files.access, path, 'b.bin', { maxBytes: 100 })).toMatchObject({
      encoding: 'base64',
      content: binary.toString('base64'),
    });
    expect((await refusal(() => readArchiveEntry(files.access, path, 'none', { maxBytes: 1 }))).code).toBe(
      'not_found',
    );
  });

  it('gives the beginning of a zip bomb without unpacking the rest', async () => {
    const { files, put } = sandbox();
    const path = put('bomb.zip', await zipOf({ bomb: Buffer.alloc(100 * 1024 * 1024) }));
    const steps = await stepsOf(async () => {
      const result = await readArchiveEntry(files.access, path, 'bomb', { maxBytes: 1_000 });
      expect(result).toMatchObject({ truncated: true, entry: { size: 100 * 1024 * 1024 } });
    });
    expect(steps).toBeLessThan(20_000);
  });

  it('refuses to unpack a gzip bomb to its end', async () => {
    const { files, put } = sandbox();
    const content = Buffer.alloc(64 * 1024 * 1024);
    const path = put(
      'bomb.tar.gz',
      gzipSync(Buffer.concat([tarEntry('zeros', content), tarEntry('after', Buffer.from('x')), end])),
    );
    expect((await refusal(() => readArchiveEntry(files.access, path, 'after', { maxBytes: 10 }))).code).toBe(
      'too_large',
    );
    expect((await readArchiveEntry(files.access, path, 'zeros', { maxBytes: 10 })).truncated).toBe(true);
  });

  it('refuses encrypted and damaged entries, folders and links', async () => {
    const { files, put } = sandbox();
    const plain = await zipOf({ 'a.txt': 'hello hello hello' });
    const locked = Buffer.from(plain);
    const central = locked.indexOf('PK\x01\x02');
    locked.writeUInt16LE(locked.readUInt16LE(6) | 1, 6);
    locked.writeUInt16LE(locked.readUInt16LE(central + 8) | 1, central + 8);
    const encrypted = put('locked.zip', locked);
    const fault = await refusal(() => readArchiveEntry(files.access, encrypted, 'a.txt', { maxBytes: 99 }));
    expect(fault).toMatchObject({ code: 'unsupported', message: expect.stringContaining('encrypted') });
    expect((await listArchive(files.access, encrypted, { limit: 9 })).entries).toMatchObject([
      { encrypted: true },
    ]);
    const damaged = Buffer.from(plain);
    damaged.writeUInt32LE(1, central + 16);
    expect(
      (
        await refusal(() =>
          readArchiveEntry(files.access, put('damaged.zip', damaged), 'a.txt', { maxBytes: 99 }),
        )
      ).code,
    ).toBe('unsupported');
    const links = put(
      'links.tar',
      Buffer.concat([
        tarEntry('link', Buffer.alloc(0), { flag: '2' }),
        tarEntry('dir/', Buffer.alloc(0), { flag: '5' }),
        end,
      ]),
    );
    for (const name of ['link', 'dir/']) {
      expect((await refusal(() => readArchiveEntry(files.access, links, name, { maxBytes: 9 }))).code).toBe(
        'unsupported',
      );
    }
  });

  it('stops on abort, and lets other work run in a long list', async () => {
    const { files, root } = sandbox();
    const path = join(root, 'many.tar');
    const one = tarEntry('a.txt', Buffer.from('x'));
    writeFileSync(path, Buffer.concat([...Array.from({ length: 100_000 }, () => one), end]));
    const seek = (signal?: AbortSignal) =>
      readArchiveEntry(files.access, path, 'none', { maxBytes: 9, signal });
    const whole = await stepsOf(() => expect(seek()).rejects.toMatchObject({ code: 'not_found' }));
    const controller = new AbortController();
    const running = seek(controller.signal);
    await new Promise((resolve) => setTimeout(resolve, 20));
    controller.abort(new Error('enough'));
    const left = await stepsOf(() => expect(running).rejects.toThrow('enough'));
    expect(left).toBeLessThan(whole / 2);
  });
});

describe('leadsOut', () => {
  it.each(['/a', '../a', 'a/../../b', 'a\\..\\b', 'C:\\a', '\\\\host\\a', 'a/..', 'a\0b'])(
    'says so of %j',
    (name) => {
      expect(leadsOut(name)).toBe(true);
    },
  );

  it.each(['a', 'a/b', '..a', 'a..b/c', 'a/...', './a'])('does not say so of %j', (name) => {
    expect(leadsOut(name)).toBe(false);
  });
});
