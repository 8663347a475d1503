import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '../../..');

/** The pages of the repository that people read. */
async function pages(): Promise<readonly string[]> {
  const found = await Promise.all(
    ['.', 'docs', 'packages', 'shared', 'bench', '.changeset'].map(async (folder) => {
      const entries = await readdir(join(root, folder), { recursive: folder === 'docs' });
      const names = entries.flatMap((name) => [name, join(name, 'README.md')]);
      return names.filter((name) => name.endsWith('.md')).map((name) => join(root, folder, name));
    }),
  );
  return [...new Set(found.flat())].filter((file) => existsSync(file));
}

/** A heading's anchor as GitHub makes it. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (text: string) =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchor(heading));

async function brokenLinks(file: string): Promise<readonly string[]> {
  const text = (await readFile(file, 'utf8')).replaceAll(/^```[\s\S]*?^```/gm, '');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  const checked = links
    .filter((link) => !/^[a-z]+:/.test(link))
    .map(async (link) => {
      const [path = '', hash] = link.split('#');
      const target = path === '' ? file : resolve(dirname(file), path);
      if (!existsSync(target)) return [link];
      const isFound = hash === undefined || anchorsOf(await readFile(target, 'utf8')).includes(hash);
      return isFound ? [] : [link];
    });
  return (await Promise.all(checked)).flat();
}

describe('pages', async () => {
  const files = await pages();

  it('are found where people start', () => {
    const names = files.map((file) => relative(root, file));
    expect(names).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'docs/guides/operate.md']));
  });

  it.each(files.map((file) => relative(root, file)))('link to what exists in %s', async (file) => {
    expect(await brokenLinks(join(root, file))).toEqual([]);
  });

  it.each(files.map((file) => relative(root, file)))('name the pinned pnpm in %s', async (file) => {
    const named = (await readFile(join(root, file), 'utf8')).match(/pnpm@[\d.]+\d/g) ?? [];
    expect(named.filter((pnpm) => pnpm !== packageJson.packageManager)).toEqual([]);
  });
});
