import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { withFileLock, writePrivateFile } from './index.ts';

async function place() {
  const folder = await mkdtemp(join(tmpdir(), 'private-file-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return { folder, file: join(folder, 'deep', 'kept.json') };
}
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a private file', () => {
  it('is the owner’s alone, as is the folder made for it', async () => {
    const { folder, file } = await place();
    await writePrivateFile(file, 'one');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'deep'))).mode & 0o777).toBe(0o700);
  });

  it('is one version or another, whoever reads while many write', async () => {
    const { folder, file } = await place();
    const versions = Array.from({ length: 20 }, (_, index) => `${index}`.repeat(50_000));
    await writePrivateFile(file, versions[0] ?? '');
    const reads = async () => {
      for (let n = 0; n < 50; n++) expect(versions).toContain(await readFile(file, 'utf8'));
    };
    await Promise.all([reads(), ...versions.map((version) => writePrivateFile(file, version))]);
    expect(await readdir(join(folder, 'deep'))).toEqual(['kept.json']);
  });

  it('that cannot take its place leaves nothing behind', async () => {
    const { folder, file } = await place();
    await mkdir(join(file, 'in-the-way'), { recursive: true });
    await expect(writePrivateFile(file, 'x')).rejects.toThrow('EISDIR');
    expect(await readdir(join(folder, 'deep'))).toEqual(['kept.json']);
  });
});

describe('a file lock', () => {
  const options = { signal: new AbortController().signal, staleAfterMs: 30_000 };

  it('lets one in at a time, and is gone after each, also after one that fails', async () => {
    const { file } = await place();
    let inside = 0;
    let most = 0;
    const enter = (fails: boolean) =>
      withFileLock(file, options, async () => {
        most = Math.max(most, ++inside);
        await wait(5);
        inside -= 1;
        if (fails) throw new Error('mine');
        return 'done';
      });
    const ended = await Promise.allSettled([enter(false), enter(true), enter(false), enter(true)]);
    expect(most).toBe(1);
    expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
    await expect(stat(`${file}.lock`)).rejects.toThrow('ENOENT');
  });

  it('is waited for as long as the signal lets it, and stays the other’s', async () => {
    const { file } = await place();
    const [inside, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const holder = withFileLock(file, options, () => {
      inside.resolve();
      return held.promise;
    });
    await inside.promise;
    const late = withFileLock(file, { ...options, signal: AbortSignal.timeout(120) }, async () => 'in');
    await expect(late).rejects.toMatchObject({ name: 'AbortError' });
    expect((await stat(`${file}.lock`)).isFile()).toBe(true);
    held.resolve();
    await holder;
    expect(await withFileLock(file, options, async () => 'in')).toBe('in');
  });

  it('left over by a process that was killed is taken, a fresh one is not', async () => {
    const { folder } = await place();
    const file = join(folder, 'kept.json');
    await writeFile(`${file}.lock`, '');
    const signal = AbortSignal.timeout(120);
    await expect(withFileLock(file, { ...options, signal }, async () => 'in')).rejects.toThrow();
    const before = new Date(Date.now() - 31_000);
    await utimes(`${file}.lock`, before, before);
    expect(await withFileLock(file, options, async () => 'in')).toBe('in');
  });
});
