import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorCatalogue } from '@portolan/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { documents } from './documents.ts';
import {
  type GeneratedFile,
  leftovers,
  removeLeftovers,
  staleFiles,
  staleMessage,
  writeDocuments,
} from './files.ts';
import { findServers } from './find-servers.ts';

const root = join(import.meta.dirname, '../../../..');

describe('generated documents', () => {
  let folder = '';
  let files: readonly GeneratedFile[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gen-'));
    files = await documents(root);
  });
  afterEach(() => rm(folder, { recursive: true }));

  const textOf = (path: string) => files.find((file) => file.path === path)?.text ?? '';

  it('are stale until written, and again when somebody edits one', async () => {
    expect(await staleFiles(folder, files)).toEqual(files.map(({ path }) => path));
    await writeDocuments(folder, files);
    expect(await staleFiles(folder, files)).toEqual([]);
    await appendFile(join(folder, 'docs/reference/errors.md'), 'mine\n');
    const stale = await staleFiles(folder, files);
    expect(stale.map(staleMessage)).toEqual([
      expect.stringMatching(/^docs\/reference\/errors\.md is stale: run `npx -y pnpm@[\d.]+ gen` and commit/),
    ]);
    expect(await writeDocuments(folder, files)).toEqual(['docs/reference/errors.md']);
    expect(await readFile(join(folder, 'docs/reference/errors.md'), 'utf8')).not.toContain('mine');
  });

  it('go with the server whose page they were', async () => {
    await writeDocuments(folder, files);
    expect(await leftovers(folder, files)).toEqual([]);
    await writeFile(join(folder, 'docs/reference/clock.md'), 'of a server that is called otherwise now');
    expect(await removeLeftovers(folder, files)).toEqual(['docs/reference/clock.md']);
    expect(await leftovers(folder, files)).toEqual([]);
    expect(await staleFiles(folder, files)).toEqual([]);
  });

  it('hold every tool, argument and setting of every server', async () => {
    const servers = await findServers(root);
    expect(servers.map(({ name }) => name)).toContain('filesystem');
    for (const { name, tools, config } of servers) {
      const page = textOf(`docs/reference/${name}.md`);
      const readme = textOf(`packages/${name}/README.md`);
      for (const tool of tools) {
        expect(page).toContain(`### \`${tool.name}\``);
        expect(readme).toContain(`| \`${tool.name}\` |`);
      }
      const flags = Object.keys(config.shape).map((key) =>
        key.replaceAll(/[A-Z]/g, (c) => `-${c.toLowerCase()}`),
      );
      for (const flag of [...flags, 'read-only', 'audit', 'policy']) {
        const row = new RegExp(`\\| \`--(\\[no-\\])?${flag}[ \`]`);
        expect(page).toMatch(row);
        expect(readme).toMatch(row);
      }
    }
  });

  it('hold figures that stand in the pages of results', async () => {
    const rows = textOf('README.md').match(/^\|.*calls\/s\).*\|$/gm) ?? [];
    expect(rows.length).toBeGreaterThan(3);
    const pages = await Promise.all(
      ['filesystem', 'git', 'postgres'].map((name) =>
        readFile(join(root, `bench/results/${name}.md`), 'utf8'),
      ),
    );
    for (const row of rows) {
      const [theirs = '?', ours = '?'] = row.split('|').slice(-3, -1);
      for (const figure of [theirs, ours]) expect(pages.join('\n')).toContain(`| ${figure.trim()} (`);
    }
  });

  it('hold every error code, policy field and phase of an audit record', () => {
    for (const code of Object.keys(errorCatalogue))
      expect(textOf('docs/reference/errors.md')).toContain(`| \`${code}\` |`);
    expect(textOf('docs/reference/policy.md')).toContain('`roles.NAME.rules[].arguments.NAME.deny`');
    expect(JSON.parse(textOf('docs/reference/policy.schema.json'))).toMatchObject({
      required: ['version', 'roles'],
      additionalProperties: false,
    });
    for (const phase of ['call', 'intent', 'outcome', 'recovered', 'continued']) {
      expect(textOf('docs/reference/audit.md')).toContain(`## Phase \`${phase}\``);
    }
    expect(textOf('docs/reference/audit.md')).toMatch(/\| `argumentsHmac` \| `string` \| yes \| Keyed HMAC/);
  });
});
