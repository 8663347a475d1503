import { mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createRoots } from '../roots/create-roots.ts';
import { byName } from '../searching/walk/position.ts';
import { ProvedFolder } from '../searching/walk/proved-folder.ts';
import { readEntries, readPart } from '../searching/walk/read-entries.ts';
import { createAccess } from './create-access.ts';
import { isLarge } from './name-list.ts';

const base = realpathSync(mkdtempSync(join(tmpdir(), 'portolan-large-')));
const large = join(base, 'large');
const NAMES = 24_000;
/** Some file systems count 20 bytes for a name, some 24 and the name. */
const nameOf = (index: number) => `sounding-of-${(index * 7_919) % NAMES}.txt`;

beforeAll(() => {
  mkdirSync(large);
  for (let index = 0; index < NAMES; index += 1) writeFileSync(join(large, nameOf(index)), '');
  mkdirSync(join(large, 'middle'));
  symlinkSync('nowhere', join(large, 'zenith'));
});

afterAll(() => rmSync(base, { recursive: true }));

const openLarge = async () => {
  const roots = await createRoots([base]);
  return createAccess(roots).openFolder('large');
};

describe('a large folder', () => {
  it('is large', () => {
    expect(isLarge(statSync(large).size)).toBe(true);
  });

  it('gives the same entries one by one as whole, sorted', async () => {
    using folder = await openLarge();
    const sorted = [...folder.entries()].sort((a, b) => byName(a.name, b.name));
    expect(sorted).toHaveLength(NAMES + 2);
    expect([...folder.eachEntry()]).toEqual(sorted);
  });

  it('gives a walk its names in order with their kinds', async () => {
    const open = new ProvedFolder(large);
    const entries = [...(await readEntries(open))];
    open.close();
    expect(entries).toHaveLength(NAMES + 2);
    expect(entries.map(({ name }) => name)).toEqual(entries.map(({ name }) => name).toSorted(byName));
    expect(entries.filter(({ kind }) => kind !== 'file')).toEqual([
      { name: 'middle', rawName: 'middle', kind: 'directory' },
      { name: 'zenith', rawName: 'zenith', kind: 'symlink' },
    ]);
  });

  it('gives the first entries after a name, and counts all', async () => {
    const open = new ProvedFolder(large);
    const all = [...(await readEntries(open))];
    const isVisible = (name: string) => !name.endsWith('7.txt');
    const visible = all.filter(({ name }) => isVisible(name));
    for (const [after, most] of [
      [undefined, 5],
      ['sounding-of-12.txt', 300],
      ['middle', 24_000],
      ['zenith', 10],
    ] as const) {
      const part = await readPart(open, { isVisible, after, most }, undefined);
      const due = visible.filter(({ name }) => after === undefined || byName(name, after) > 0);
      expect([...part.entries]).toEqual(due.slice(0, most));
      expect(part.total).toBe(visible.length);
    }
    open.close();
  });

  it('ends for a caller who has gone', async () => {
    const open = new ProvedFolder(large);
    await expect(readEntries(open, AbortSignal.abort())).rejects.toThrow();
    open.close();
  });

  it.runIf(process.platform === 'linux')('keeps the bytes of a name that is not UTF-8', async () => {
    const bytes = Buffer.from([0x61, 0xe9]);
    const path = Buffer.concat([Buffer.from(`${large}/`), bytes]);
    writeFileSync(path, '');
    onTestFinished(() => rmSync(path));
    const open = new ProvedFolder(large);
    const entries = [...(await readEntries(open))];
    const whole = { isVisible: () => true, after: undefined };
    const { entries: first, total } = await readPart(open, { ...whole, most: 1 }, undefined);
    open.close();
    expect(entries).toHaveLength(NAMES + 3);
    expect([[...first].map(({ name }) => name), total]).toEqual([['a\\xe9'], NAMES + 3]);
    expect(entries.find(({ rawName }) => typeof rawName !== 'string')).toEqual({
      name: 'a\\xe9',
      rawName: bytes,
      kind: 'file',
    });
    using folder = await openLarge();
    expect([...folder.eachEntry()].filter((entry) => entry.bytes !== undefined)).toHaveLength(1);
  });
});
