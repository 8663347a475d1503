import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { node22 } from '@portolan/older-node';
import { clientKinds, connect, type Installed, installPacked, startProcess } from '@portolan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Says on standard error what kinds of messages the threads of a process send. */
const threadSpy = `data:text/javascript,${encodeURIComponent(
  "process.on('worker',(w)=>w.on('message',(m)=>process.stderr.write('thread:'+m.kind+'\\n')))",
)}`;

describe('the packed package', () => {
  let installed: Installed;
  let served = '';

  beforeAll(async () => {
    installed = await installPacked(fileURLToPath(new URL('..', import.meta.url)));
    served = join(installed.folder, 'served');
    await mkdir(served);
    await writeFile(join(served, 'hello.txt'), 'hello\n');
  }, 120_000);
  afterAll(() => installed[Symbol.asyncDispose]());

  it('is one package of at most 3 MB, with the licences of what it bundles', () => {
    expect(installed.packages).toEqual(['@portolan/filesystem']);
    expect(installed.bytes).toBeLessThanOrEqual(3_000_000);
    for (const name of ['@modelcontextprotocol/server', 'zod'])
      expect(installed.notices).toContain(`--- ${name} `);
  });

  describe.each([
    ['Node 24', process.execPath],
    ['Node 22', node22],
  ])('on %s', (_name, node) => {
    it.each(clientKinds)('answers a %s client', async (kind) => {
      const state = { XDG_STATE_HOME: installed.folder };
      await using client = await connect(kind, {
        command: { command: node, args: [installed.bin, served], env: state },
      });
      expect((await client.listTools()).map(({ name }) => name)).toContain('read_text_file');
      const answer = await client.callTool('read_text_file', { path: join(served, 'hello.txt') });
      expect(answer.content).toEqual([{ type: 'text', text: 'hello\n' }]);
    });

    it('searches in threads of its own', async () => {
      const big = join(installed.folder, 'big');
      await mkdir(big, { recursive: true });
      const text = 'abc def\n'.repeat(100_000);
      for (let index = 0; index < 60; index += 1) await writeFile(join(big, `${index}.txt`), text);
      await writeFile(join(big, 'z.txt'), 'ay\n');
      // A search path without ripgrep, which would be asked first.
      const env = {
        PATH: installed.folder,
        XDG_STATE_HOME: installed.folder,
        NODE_OPTIONS: `--import=${threadSpy}`,
      };
      await using client = await connect('v2-modern', {
        command: { command: node, args: [installed.bin, big], env },
      });
      const asked = { path: big, pattern: '[ad]+[yz]', regex: true };
      const answer = await client.callTool('search_content', asked);
      expect(answer.structuredContent).toMatchObject({ matches: 1, files: [{ path: join(big, 'z.txt') }] });
      expect(client.stderr()).toContain('thread:batch');
    });
  });

  it('tells an older Node what it needs, in one line', async () => {
    const pretend = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.20.2"})';
    await using old = startProcess({
      command: process.execPath,
      args: ['--import', pretend, installed.bin, served],
    });
    expect(await old.ended).toMatchObject({ code: 1 });
    expect(old.stderr()).toBe('This server needs Node.js 22.19 or newer; this is 20.20.2.\n');
  });
});
