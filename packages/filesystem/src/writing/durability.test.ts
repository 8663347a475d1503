import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { needsRoot } from '@portolan/testing/machine';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFiles } from '../files.ts';
import { refusal, sandbox } from '../test-support.ts';

const filesModule = new URL('../files.ts', import.meta.url).href;

/** Another process with the same roots; the script sees `files` and `roots`. */
function startProcess(roots: readonly string[], script: string, user: { uid?: number; gid?: number } = {}) {
  const code = `
    import { createFiles } from ${JSON.stringify(filesModule)};
    const roots = ${JSON.stringify(roots)};
    const files = createFiles(roots);
    ${script}
  `;
  const args = ['--conditions=portolan-source', '--input-type=module', '--eval', code];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], ...user });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function outputOf(child: ReturnType<typeof startProcess>): Promise<string> {
  let output = '';
  child.stdout.on('data', (part: Buffer) => {
    output += part.toString();
  });
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
  return output;
}

function mountTmpfs(folder: string, options: string): void {
  needsRoot('mount a file system');
  mkdirSync(folder);
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  onTestFinished(() => void execFileSync('umount', [folder]));
}

it('a kill in the middle of writes leaves an old or a new file, never a mixture', async () => {
  const { root, files } = sandbox();
  const script = `
    process.stdout.write('ready');
    for (let round = 0; ; round++) await files.write('file', String(round % 10).repeat(2_000_000));
  `;
  for (let kill = 0; kill < 8; kill++) {
    const child = startProcess([root], script);
    await once(child.stdout, 'data');
    await wait(30 + Math.random() * 60);
    child.kill('SIGKILL');
    await once(child, 'close');
    const content = readdirSync(root).includes('file')
      ? readFileSync(join(root, 'file'), 'latin1')
      : undefined;
    if (content !== undefined) {
      expect(content).toHaveLength(2_000_000);
      expect(content === (content[0] ?? '').repeat(2_000_000)).toBe(true);
    }
  }
  // A lock that the dead process may have left does not stand in the way.
  await files.write('file', 'after');
  expect(readFileSync(join(root, 'file'), 'utf8')).toBe('after');
});

describe('two processes on one folder', () => {
  it('lose no edit', async () => {
    const { root, files, put } = sandbox();
    const path = put('file', Array.from({ length: 60 }, (_, index) => `slot-${index};\n`).join(''));
    const script = `
      for (let slot = 30; slot < 60; slot++) await files.edit('file', [{ oldText: 'slot-' + slot + ';', newText: 'done-' + slot + ';' }]);
    `;
    const other = outputOf(startProcess([root], script));
    for (let slot = 0; slot < 30; slot++) {
      await files.edit('file', [{ oldText: `slot-${slot};`, newText: `done-${slot};` }]);
      await wait(10);
    }
    await other;
    expect(readFileSync(path, 'utf8')).toBe(
      Array.from({ length: 60 }, (_, index) => `done-${index};\n`).join(''),
    );
    expect(readdirSync(root)).toEqual(['file']);
  });

  it('lose no write under ifMatch: what one wrote the other saw or was told', async () => {
    const { root, files } = sandbox();
    await files.write('counter', '0');
    const script = `
      for (let done = 0; done < 40; ) {
        const { content, hash } = await files.readText('counter');
        const error = await files.write('counter', String(Number(content) + 1), { ifMatch: hash }).then(() => undefined, (error) => error);
        if (error === undefined) done++;
        else if (error.code !== 'conflict') throw error;
      }
    `;
    await Promise.all([outputOf(startProcess([root], script)), outputOf(startProcess([root], script))]);
    expect(readFileSync(join(root, 'counter'), 'utf8')).toBe('80');
  });

  it('move one file to one name', async () => {
    const { root, put } = sandbox();
    for (let index = 0; index < 100; index++) put(`a${index}`, 'A');
    const script = `
      let moved = 0;
      for (let index = 0; index < 100; index++) {
        await files.move('a' + index, 'PREFIX' + index).then(() => moved++, (error) => { if (error.code === undefined) throw error; });
      }
      process.stdout.write(String(moved));
    `;
    const counts = await Promise.all(
      ['b', 'c'].map(async (prefix) =>
        Number(await outputOf(startProcess([root], script.replace('PREFIX', prefix)))),
      ),
    );
    expect((counts[0] ?? 0) + (counts[1] ?? 0)).toBe(100);
    expect(readdirSync(root)).toHaveLength(100);
  });
});

it('a lock that a dead process left is broken', async () => {
  const { files, root, base, put } = sandbox();
  const enough = join(base, 'enough');
  put('file');
  const child = startProcess([root], 'process.stdout.write(String(process.pid));');
  const pid = await outputOf(child);
  const locked = new Promise<string>((resolve) => {
    const seen = setInterval(() => {
      const name = readdirSync(root).find((entry) => entry.startsWith('.portolan-lock-'));
      if (name === undefined || readFileSync(join(root, name)).length === 0) return;
      clearInterval(seen);
      resolve(name);
    }, 0);
    onTestFinished(() => clearInterval(seen));
  });
  // The name of the lock depends on the file's name alone, so it is learnt from one that is held.
  const holder = startProcess(
    [root],
    `import { existsSync } from 'node:fs';
    import { withLock } from ${JSON.stringify(new URL('./lock.ts', import.meta.url).href)};
    using folder = files.access.openFolder('.');
    await withLock(folder, 'file', 'file', () => { while (!existsSync(${JSON.stringify(enough)})); });`,
  );
  const name = await locked;
  const holderText = readFileSync(join(root, name), 'utf8');
  writeFileSync(enough, '');
  await outputOf(holder);
  writeFileSync(join(root, name), holderText.replace(/^\d+/, pid));
  // Whoever does not see that the holder is dead waits until the write is refused as busy.
  await files.write('file', 'after');
  expect(readdirSync(root)).toEqual(['file']);
});

it('a full disk leaves the old content and nothing else', async () => {
  const { base } = sandbox();
  const small = join(base, 'small');
  mountTmpfs(small, 'size=256k');
  const files = createFiles([small]);
  await files.write('file', 'old');
  const before = readdirSync(small);
  for (const call of [
    () => files.write('file', 'x'.repeat(400_000)),
    () => files.write('new', 'x'.repeat(400_000)),
    () => files.append('file', 'x'.repeat(400_000)),
    () => files.edit('file', [{ oldText: 'old', newText: 'x'.repeat(400_000) }]),
  ]) {
    expect((await refusal(call)).code).toBe('no_space');
    expect(readFileSync(join(small, 'file'), 'utf8')).toBe('old');
    expect(readdirSync(small)).toEqual(before);
  }
});

it('a limit on file sizes is no space, not the end of the process', async () => {
  const { root, put } = sandbox();
  put('file', 'old');
  const script = `import { createFiles } from ${JSON.stringify(filesModule)};
    const files = createFiles([${JSON.stringify(root)}]);
    const error = await files.write('file', 'x'.repeat(3_000_000)).catch((error) => error);
    process.stdout.write(error.code);`;
  const args = ['-c', 'ulimit -f 1024; exec "$@"', 'bash', process.execPath, '--conditions=portolan-source'];
  const output = execFileSync('bash', [...args, '--input-type=module', '--eval', script], {
    encoding: 'utf8',
  });
  expect(output).toBe('no_space');
  expect(readFileSync(join(root, 'file'), 'utf8')).toBe('old');
  expect(readdirSync(root)).toEqual(['file']);
});

it('a read-only mount refuses writes', async () => {
  const { base } = sandbox();
  const folder = join(base, 'fixed');
  mountTmpfs(folder, 'size=64k');
  writeFileSync(join(folder, 'file'), 'old');
  execFileSync('mount', ['-o', 'remount,ro', folder]);
  const files = createFiles([folder]);
  expect((await files.readText('file')).content).toBe('old');
  for (const call of [
    () => files.write('file', 'new'),
    () => files.write('other', 'new'),
    () => files.append('file', 'new'),
    () => files.move('file', 'moved'),
    () => files.remove('file'),
    () => files.createFolder('folder'),
  ]) {
    expect((await refusal(call)).code).toBe('permission_denied');
  }
});

it('a user without rights is told so, and nothing changes', async () => {
  needsRoot('start a process of another user');
  const { base, root, put } = sandbox();
  chmodSync(base, 0o755);
  chmodSync(put('unreadable'), 0o000);
  chmodSync(put('fixed'), 0o444);
  put('locked/file');
  chmodSync(join(root, 'locked'), 0o555);
  put('hidden/file');
  chmodSync(join(root, 'hidden'), 0o700);
  chmodSync(put('foreign', 'x'), 0o666);
  chmodSync(root, 0o777);
  const own = put('own', 'x');
  chownSync(own, 65534, 65534);
  const script = `
    const calls = {
      readUnreadable: () => files.readText('unreadable'),
      writeFixed: () => files.write('fixed', 'new'),
      writeLocked: () => files.write('locked/new', 'new'),
      readHidden: () => files.readText('hidden/file'),
      listHidden: async () => files.access.openFolder('hidden').entries(),
      writeForeign: () => files.write('foreign', 'new'),
      writeOwn: () => files.write('own', 'new'),
    };
    const results = {};
    for (const [name, call] of Object.entries(calls)) results[name] = await call().then(() => 'done', (error) => error.code ?? String(error));
    process.stdout.write(JSON.stringify(results));
  `;
  const output = await outputOf(startProcess([root], script, { uid: 65534, gid: 65534 }));
  expect(JSON.parse(output)).toEqual({
    readUnreadable: 'permission_denied',
    writeFixed: 'permission_denied',
    writeLocked: 'permission_denied',
    readHidden: 'permission_denied',
    listHidden: 'permission_denied',
    writeForeign: 'permission_denied',
    writeOwn: 'done',
  });
  expect(readFileSync(join(root, 'foreign'), 'utf8')).toBe('x');
  expect(statSync(own)).toMatchObject({ uid: 65534, gid: 65534, size: 3 });
  expect(readdirSync(root).sort()).toEqual(['fixed', 'foreign', 'hidden', 'locked', 'own', 'unreadable']);
});
