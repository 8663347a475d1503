import { execFileSync } from 'node:child_process';
import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { needsRoot } from '@portolan/testing/machine';
import { describe, expect, it } from 'vitest';
import { createFiles } from '../files.ts';
import { refusal, sandbox } from '../test-support.ts';
import { osCode } from './os-code.ts';

const read = async (call: { readText(path: string): Promise<{ content: string }> }, path: string) =>
  (await call.readText(path)).content;

describe('symbolic links', () => {
  it('are followed inside the root, to files and through folders', async () => {
    const { files, root, put } = sandbox();
    symlinkSync(put('real/a.txt', 'A'), join(root, 'absolute'));
    symlinkSync('real/a.txt', join(root, 'relative'));
    symlinkSync('real', join(root, 'folder'));
    symlinkSync('folder', join(root, 'twice'));
    for (const path of ['absolute', 'relative', 'folder/a.txt', 'twice/a.txt']) {
      expect(await read(files, path), path).toBe('A');
    }
    expect(files.info('relative')).toMatchObject({ symlink: true, path: join(root, 'real/a.txt') });
  });

  it('out of the root are refused before anything is read or written, whatever is there', async () => {
    const { files, root, outside, putOutside } = sandbox();
    const secret = putOutside('secret', 'S');
    symlinkSync(secret, join(root, 'file'));
    symlinkSync(outside, join(root, 'folder'));
    symlinkSync('../outside', join(root, 'relative'));
    symlinkSync('/proc/self', join(root, 'proc'));
    symlinkSync(join(outside, 'nothing'), join(root, 'dangling'));
    for (const path of [
      'file',
      'folder',
      'folder/secret',
      'folder/absent',
      'folder/absent/deeper',
      'relative/secret',
      'proc/environ',
      'proc/root/etc/passwd',
      'dangling',
    ]) {
      expect((await refusal(() => files.readText(path))).code, path).toBe('outside_roots');
      expect((await refusal(() => files.info(path))).code, path).toBe('outside_roots');
      if (path === 'folder') continue;
      expect((await refusal(() => files.write(path, 'X'))).code, path).toBe('outside_roots');
    }
    expect((await refusal(() => files.createFolder('folder/new'))).code).toBe('outside_roots');
    expect((await refusal(() => files.write('folder/new/a', '', { makeParents: true }))).code).toBe(
      'outside_roots',
    );
    expect(readFileSync(secret, 'utf8')).toBe('S');
  });

  it('that dangle or loop inside are not found', async () => {
    const { files, root } = sandbox();
    symlinkSync('nothing', join(root, 'dangling'));
    symlinkSync('b', join(root, 'a'));
    symlinkSync('a', join(root, 'b'));
    symlinkSync('.', join(root, 'self'));
    for (const path of ['dangling', 'a', 'a/x']) {
      expect((await refusal(() => files.readText(path))).code, path).toBe('not_found');
    }
    expect((await refusal(() => files.readText(`${'self/'.repeat(60)}x`))).code).toBe('not_found');
  });

  it('are not followed at all when the operator says so', async () => {
    const { files, root, put } = sandbox({ followSymlinks: 'none' });
    put('real/a.txt');
    symlinkSync('real/a.txt', join(root, 'file'));
    symlinkSync('real', join(root, 'folder'));
    for (const path of ['file', 'folder/a.txt']) {
      expect((await refusal(() => files.readText(path))).code, path).toBe('forbidden');
      expect((await refusal(() => files.write(path, ''))).code, path).toBe('forbidden');
    }
    expect(await read(files, 'real/a.txt')).toBe('content\n');
  });

  it('whose target moved out are refused from then on', async () => {
    const { files, root, outside, put } = sandbox();
    put('real/a.txt');
    symlinkSync('real', join(root, 'link'));
    expect(await read(files, 'link/a.txt')).toBe('content\n');
    unlinkSync(join(root, 'link'));
    renameSync(join(root, 'real'), join(outside, 'real'));
    symlinkSync(join(outside, 'real'), join(root, 'link'));
    expect((await refusal(() => files.readText('link/a.txt'))).code).toBe('outside_roots');
  });
});

describe('what is no regular file', () => {
  it('is refused at once: FIFO, socket, folder, devices', async () => {
    const { files, root } = sandbox();
    needsRoot('make a device');
    execFileSync('mkfifo', [join(root, 'fifo')]);
    execFileSync('mknod', [join(root, 'zero'), 'c', '1', '5']);
    const server = createServer().listen(join(root, 'socket'));
    await new Promise((resolve) => server.once('listening', resolve));
    for (const path of ['fifo', 'zero', 'socket', '.']) {
      expect((await refusal(() => files.readText(path))).code, path).toBe('unsupported');
      expect((await refusal(() => files.readMedia(path))).code, path).toBe('unsupported');
      expect((await refusal(() => files.write(path, ''))).code, path).toBe('unsupported');
      expect((await refusal(() => files.append(path, 'x'))).code, path).toBe('unsupported');
      expect((await refusal(() => files.edit(path, [{ oldText: 'a', newText: 'b' }]))).code, path).toBe(
        'unsupported',
      );
    }
    expect(files.info('fifo').kind).toBe('special');
    server.close();
  });

  it('is refused in the kernel’s own folders even when / is allowed', async () => {
    const files = createFiles(['/']);
    for (const path of [
      '/dev/zero',
      '/dev/full',
      '/proc/self/environ',
      '/proc/self/mem',
      '/sys/kernel/uevent_seqnum',
    ]) {
      expect((await refusal(() => files.readText(path))).code, path).toBe('unsupported');
    }
  });
});

describe('hard links', () => {
  it('to an outside file are refused, and the setting that allows them is named', async () => {
    const { files, root, putOutside } = sandbox();
    linkSync(putOutside('secret', 'S'), join(root, 'link'));
    const error = await refusal(() => files.readText('link'));
    expect(error).toMatchObject({ code: 'forbidden' });
    expect(error.next).toContain('--hard-links');
    for (const call of [
      () => files.write('link', 'X'),
      () => files.append('link', 'X'),
      () => files.edit('link', [{ oldText: 'S', newText: 'X' }]),
      () => files.copy('link', 'copy'),
      () => files.checksum('link'),
    ]) {
      expect((await refusal(call)).code).toBe('forbidden');
    }
  });

  it('are used when every name is inside', async () => {
    const { files, root, put, outside } = sandbox();
    const path = put('deep/down/a', 'A');
    mkdirSync(join(root, 'other'));
    linkSync(path, join(root, 'other/b'));
    expect(await read(files, 'other/b')).toBe('A');
    linkSync(path, join(outside, 'c'));
    expect((await refusal(() => files.readText('other/b'))).code).toBe('forbidden');
  });

  it('are used when the operator allows them', async () => {
    const { files, root, putOutside } = sandbox({ hardLinks: 'allow' });
    linkSync(putOutside('shared', 'S'), join(root, 'link'));
    expect(await read(files, 'link')).toBe('S');
  });
});

describe('names', () => {
  it('in another Unicode normal form are found, literal ones first', async () => {
    const { files, put } = sandbox();
    put('cafe\u0301/men\u00fc.txt', 'decomposed');
    expect(await read(files, 'caf\u00e9/menu\u0308.txt')).toBe('decomposed');
    await files.write('caf\u00e9/menu\u0308.txt', 'changed');
    expect(await read(files, 'cafe\u0301/men\u00fc.txt')).toBe('changed');
    put('x/e\u0301', 'decomposed');
    put('x/\u00e9', 'composed');
    expect(await read(files, 'x/\u00e9')).toBe('composed');
    expect(await read(files, 'x/e\u0301')).toBe('decomposed');
  });

  it('that look alike are not guessed', async () => {
    const { files, put } = sandbox();
    put('\u1e69', '1'); // s with dot below and above, composed
    put('s\u0307\u0323', '2'); // the same marks in the other order
    expect((await refusal(() => files.readText('s\u0323\u0307'))).code).toBe('ambiguous');
  });

  it('in another case are another file', async () => {
    const { files, put } = sandbox();
    put('Name');
    expect((await refusal(() => files.readText('name'))).code).toBe('not_found');
  });

  it('that are not UTF-8 can be listed, and read as they are shown', async () => {
    const { files, root } = sandbox();
    mkdirSync(Buffer.concat([Buffer.from(`${root}/d`), Buffer.from([0xfe])]));
    writeFileSync(
      Buffer.concat([Buffer.from(`${root}/d`), Buffer.from([0xfe]), Buffer.from('/a'), Buffer.from([0xff])]),
      'raw',
    );
    using folder = files.access.openFolder('.');
    const [entry] = folder.entries();
    expect(entry?.bytes).toEqual(Buffer.from([0x64, 0xfe]));
    expect(await read(files, 'd\\xfe/a\\xff')).toBe('raw');
  });

  it('with control characters are read as they are and as they are shown', async () => {
    const { files, put } = sandbox();
    put('a\nb', 'two lines');
    expect(await read(files, 'a\nb')).toBe('two lines');
    expect(await read(files, 'a\\nb')).toBe('two lines');
  });
});

describe('deny patterns', () => {
  it('mask content however it is reached, and leave properties', async () => {
    const { files, root, put } = sandbox();
    put('.env', 'SECRET');
    put('.git/config', 'SECRET');
    symlinkSync('.env', join(root, 'harmless.txt'));
    symlinkSync('.git', join(root, 'git'));
    for (const path of ['.env', 'harmless.txt', '.git/config', 'git/config', './x/../.env']) {
      for (const call of [
        () => files.readText(path),
        () => files.readMedia(path),
        () => files.checksum(path),
        () => files.write(path, ''),
        () => files.append(path, ''),
        () => files.edit(path, [{ oldText: 'S', newText: '' }]),
        () => files.copy(path, 'copy'),
      ]) {
        const error = await refusal(call);
        expect(error.code, path).toBe('forbidden');
        expect(error.next).toContain('--allow');
      }
    }
    expect(files.info('.env')).toMatchObject({ size: 6, deniedBy: '.env' });
    expect((await refusal(() => files.move('.env', 'env.txt'))).code).toBe('forbidden');
    expect((await refusal(() => files.move('.git', 'visible'))).code).toBe('forbidden');
    expect((await refusal(() => files.remove('.env'))).code).toBe('forbidden');
  });

  it('can be lifted by the operator', async () => {
    const { files, put } = sandbox({ allow: ['.env'], deny: ['*.secret'] });
    put('.env', 'A=1');
    put('a.secret');
    expect(await read(files, '.env')).toBe('A=1');
    expect((await refusal(() => files.readText('a.secret'))).code).toBe('forbidden');
  });
});

describe('a pinned folder', () => {
  it('stays the same folder when its path is swapped', () => {
    const { files, root, outside, put, putOutside } = sandbox();
    put('d/a', 'inside');
    putOutside('a', 'outside');
    putOutside('b', 'outside');
    using folder = files.access.openFolder('d');
    renameSync(join(root, 'd'), join(root, 'moved'));
    symlinkSync(outside, join(root, 'd'));
    expect(folder.entries().map((entry) => entry.name)).toEqual(['a']);
    using file = folder.openFile('a');
    expect(readFileSync(file.fd, 'utf8')).toBe('inside');
  });

  it('does not leave through a name', async () => {
    const { files, put } = sandbox();
    put('d/a');
    using folder = files.access.openFolder('d');
    for (const name of ['..', '.', '../../outside', '/etc/passwd', '', 'a\0', Buffer.from('../x')]) {
      expect((await refusal(() => folder.openFile(name))).code).toBe('invalid_arguments');
    }
  });

  it('does not enter links to folders', () => {
    const { files, root, put } = sandbox();
    put('d/a');
    symlinkSync('d', join(root, 'link'));
    using folder = files.access.openFolder('.');
    expect(folder.tryOpenFolder('link')).toBeUndefined();
  });
});

it('says the same of a root that is gone as of any missing file', async () => {
  const { files, root } = sandbox();
  rmSync(root, { recursive: true });
  expect((await refusal(() => files.readText('a'))).code).toBe('not_found');
});

it('leaves no descriptor open, whatever a call ends with', async () => {
  const { files, root, outside, put } = sandbox();
  const open = () => readdirSync('/proc/self/fd').filter(leadsHere);
  // Only those inside the sandbox count: the test runner opens and closes its own at any time, also right now.
  const leadsHere = (fd: string) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`);
      return [root, outside].some((folder) => path.startsWith(folder));
    } catch (error) {
      if (osCode(error) !== 'ENOENT') throw error;
      return false;
    }
  };
  put('a', 'A');
  put('.env');
  symlinkSync(outside, join(root, 'out'));
  symlinkSync('a', join(root, 'link'));
  await files.write('warm', '');
  const before = open().length;
  for (const path of ['a', 'link', 'out', 'out/x', 'missing', '.env', '.', 'x/y/z', 'é']) {
    await files.readText(path).catch(() => undefined);
    await files.write(path, 'A').catch(() => undefined);
    await files.edit(path, [{ oldText: 'A', newText: 'B' }]).catch(() => undefined);
    await files.move(path, 'out/x').catch(() => undefined);
    await files.copy(path, 'copied').catch(() => undefined);
    await files.remove(path, { recursive: true }).catch(() => undefined);
  }
  expect(open()).toHaveLength(before);
});
