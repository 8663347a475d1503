import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { node22 } from '@portolan/older-node';
import { clientKinds, connect, createTempFolder, startProcess, type TempFolder } from '@portolan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const packageFolder = fileURLToPath(new URL('..', import.meta.url));

/** Says on standard error what kinds of messages the threads of a process send. */
const threadSpy = `data:text/javascript,${encodeURIComponent(
  "process.on('worker',(w)=>w.on('message',(m)=>process.stderr.write('thread:'+m.kind+'\\n')))",
)}`;

/** What `npx -y @portolan/filesystem` puts on a machine: the packed package, installed alone. */
describe('the packed package', () => {
  let folder: TempFolder;
  let bin = '';
  let served = '';

  beforeAll(async () => {
    folder = await createTempFolder();
    const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder.path], {
      cwd: packageFolder,
    });
    const [packed]: { filename: string }[] = JSON.parse(stdout);
    await writeFile(join(folder.path, 'package.json'), '{ "private": true }');
    await run('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${packed?.filename}`], {
      cwd: folder.path,
    });
    bin = join(folder.path, 'node_modules', '.bin', 'portolan-filesystem');
    served = join(folder.path, 'served');
    await run('mkdir', [served]);
    await writeFile(join(served, 'hello.txt'), 'hello\n');
  }, 120_000);
  afterAll(() => folder[Symbol.asyncDispose]());

  it('is at most 3 packages and 3 MB', async () => {
    const installed = await filesBelow(join(folder.path, 'node_modules'));
    const packages = installed.filter((file) =>
      /node_modules\/(@[^/]+\/)?[^/@.][^/]*\/package\.json$/.test(file),
    );
    expect(packages.length).toBeGreaterThan(0);
    expect(packages.length).toBeLessThanOrEqual(3);
    const sizes = await Promise.all(installed.map(async (file) => (await stat(file)).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(3_000_000);
  });

  it('carries the licences of what it bundles', async () => {
    const notices = await readFile(
      join(folder.path, 'node_modules', '@portolan', 'filesystem', 'dist', 'THIRD-PARTY-NOTICES.txt'),
      'utf8',
    );
    for (const name of ['@modelcontextprotocol/server', 'zod']) expect(notices).toContain(`--- ${name} `);
  });

  describe.each([
    ['Node 24', process.execPath],
    ['Node 22', node22],
  ])('on %s', (_name, node) => {
    it.each(clientKinds)('answers a %s client', async (kind) => {
      const state = { XDG_STATE_HOME: folder.path };
      await using client = await connect(kind, {
        command: { command: node, args: [bin, served], env: state },
      });
      expect((await client.listTools()).map(({ name }) => name)).toContain('read_text_file');
      const answer = await client.callTool('read_text_file', { path: join(served, 'hello.txt') });
      expect(answer.content).toEqual([{ type: 'text', text: 'hello\n' }]);
    });

    it('searches in threads of its own', async () => {
      const big = join(folder.path, 'big');
      await mkdir(big, { recursive: true });
      const text = 'abc def\n'.repeat(100_000);
      for (let index = 0; index < 60; index += 1) await writeFile(join(big, `${index}.txt`), text);
      await writeFile(join(big, 'z.txt'), 'ay\n');
      // A search path without ripgrep, which would be asked first.
      const env = {
        PATH: folder.path,
        XDG_STATE_HOME: folder.path,
        NODE_OPTIONS: `--import=${threadSpy}`,
      };
      await using client = await connect('v2-modern', { command: { command: node, args: [bin, big], env } });
      const asked = { path: big, pattern: '[ad]+[yz]', regex: true };
      const answer = await client.callTool('search_content', asked);
      expect(answer.structuredContent).toMatchObject({ matches: 1, files: [{ path: join(big, 'z.txt') }] });
      expect(client.stderr()).toContain('thread:batch');
    });
  });

  it('tells an older Node what it needs, in one line', async () => {
    const pretend = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.20.2"})';
    await using old = startProcess({ command: process.execPath, args: ['--import', pretend, bin, served] });
    expect(await old.ended).toMatchObject({ code: 1 });
    expect(old.stderr()).toBe('This server needs Node.js 22.19 or newer; this is 20.20.2.\n');
  });
});

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
