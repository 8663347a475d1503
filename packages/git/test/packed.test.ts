import { execFile } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { node22 } from '@portolan/older-node';
import { connect, createTempFolder, type TempFolder } from '@portolan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runPlainGit } from '../src/test-support.ts';

const run = promisify(execFile);
const packageFolder = fileURLToPath(new URL('..', import.meta.url));

/** What `npx -y @portolan/git` puts on a machine: the packed package, installed alone. */
describe('the packed package', () => {
  let folder: TempFolder;
  let bin = '';
  let served = '';

  beforeAll(async () => {
    folder = await createTempFolder();
    const pack = ['pack', '--json', '--pack-destination', folder.path];
    const { stdout } = await run('npm', pack, { cwd: packageFolder });
    const [packed]: { filename: string }[] = JSON.parse(stdout);
    await writeFile(join(folder.path, 'package.json'), '{ "private": true }');
    const install = ['install', '--offline', '--no-audit', '--no-fund', `./${packed?.filename}`];
    await run('npm', install, { cwd: folder.path });
    bin = join(folder.path, 'node_modules', '.bin', 'portolan-git');
    served = join(folder.path, 'served');
    runPlainGit(folder.path, ['init', '-q', '-b', 'main', served]);
    runPlainGit(served, ['commit', '-q', '--allow-empty', '-m', 'hello']);
  }, 120_000);
  afterAll(() => folder[Symbol.asyncDispose]());

  it('is one package of at most 3 MB, with the licences of what it bundles', async () => {
    const modules = join(folder.path, 'node_modules');
    expect(await readdir(join(modules, '@portolan'))).toEqual(['git']);
    const entries = await readdir(modules, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const sizes = await Promise.all(
      files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(3_000_000);
    const notices = await readFile(join(modules, '@portolan/git/dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of ['@modelcontextprotocol/server', 'zod']) expect(notices).toContain(`--- ${name} `);
  });

  it.each([
    ['Node 24', process.execPath],
    ['Node 22', node22],
  ])('answers on %s', async (_name, node) => {
    const command = { command: node, args: [bin, served], env: { XDG_STATE_HOME: folder.path } };
    await using client = await connect('v2-modern', { command });
    const answer = await client.callTool('log');
    expect(answer.structuredContent).toMatchObject({ commits: [{ subject: 'hello' }] });
  });
});
