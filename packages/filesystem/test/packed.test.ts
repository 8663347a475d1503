import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { node22 } from '@portolan/older-node';
import { clientKinds, connect, describePackedPackage, readmeCommands, readmeShell } from '@portolan/testing';
import { beforeAll, describe, expect, it } from 'vitest';

/** Says on standard error what kinds of messages the threads of a process send. */
const threadSpy = `data:text/javascript,${encodeURIComponent(
  "process.on('worker',(w)=>w.on('message',(m)=>process.stderr.write('thread:'+m.kind+'\\n')))",
)}`;

const contract = {
  folder: new URL('../', import.meta.url),
  packages: ['@portolan/filesystem'],
  maxBytes: 3_000_000,
  notices: ['@modelcontextprotocol/server', 'zod'],
};

describePackedPackage(contract, (installed) => {
  let served = '';

  beforeAll(async () => {
    served = join(installed().folder, 'served');
    await mkdir(served);
    await writeFile(join(served, 'hello.txt'), 'hello\n');
  });

  describe.each([
    ['Node 24', process.execPath],
    ['Node 22', node22],
  ])('on %s', (_name, node) => {
    it.each(clientKinds)('answers a %s client', async (kind) => {
      const state = { XDG_STATE_HOME: installed().folder };
      await using client = await connect(kind, {
        command: { command: node, args: [installed().bin, served], env: state },
      });
      expect((await client.listTools()).map(({ name }) => name)).toContain('read_text_file');
      const answer = await client.callTool('read_text_file', { path: join(served, 'hello.txt') });
      expect(answer.content).toEqual([{ type: 'text', text: 'hello\n' }]);
    });

    it('searches in threads of its own', async () => {
      const big = join(installed().folder, 'big');
      await mkdir(big, { recursive: true });
      const text = 'abc def\n'.repeat(100_000);
      for (let index = 0; index < 60; index += 1) await writeFile(join(big, `${index}.txt`), text);
      await writeFile(join(big, 'z.txt'), 'ay\n');
      // A search path without ripgrep, which would be asked first.
      const env = {
        PATH: installed().folder,
        XDG_STATE_HOME: installed().folder,
        NODE_OPTIONS: `--import=${threadSpy}`,
      };
      await using client = await connect('v2-modern', {
        command: { command: node, args: [installed().bin, big], env },
      });
      const asked = { path: big, pattern: '[ad]+[yz]', regex: true };
      const answer = await client.callTool('search_content', asked);
      expect(answer.structuredContent).toMatchObject({ matches: 1, files: [{ path: join(big, 'z.txt') }] });
      expect(client.stderr()).toContain('thread:batch');
    });
  });

  it('does what the README says, command by command', async () => {
    const part = ['## Start', '## What it keeps to'] as const;
    const commands = await readmeCommands(contract.folder, part, { '/path/to/folder': served });
    const [stdio = '', install = '', http = '', ...more] = commands;
    expect(more).toEqual([]);
    const shell = await readmeShell(installed());
    await using client = await connect('v1', { command: shell.server(stdio) });
    const answer = await client.callTool('read_text_file', { path: 'hello.txt' });
    expect(answer.content).toEqual([{ type: 'text', text: 'hello\n' }]);

    await shell.run(install);
    expect(await shell.written()).toContain(served);
    expect(await shell.run(stdio.replace('@portolan/filesystem', '@portolan/filesystem doctor'))).toContain(
      served,
    );

    await using server = await shell.serve(http);
    expect((await fetch(new URL('/readyz', server.url))).status).toBe(200);
  });
});
