import { join } from 'node:path';
import { node22 } from '@portolan/older-node';
import { connect, describePackedPackage, readmeCommands, readmeShell } from '@portolan/testing';
import { beforeAll, expect, it } from 'vitest';
import { runPlainGit } from '../src/test-support.ts';

const folder = new URL('../', import.meta.url);
const contract = {
  folder,
  packages: ['@portolan/git'],
  maxBytes: 3_000_000,
  notices: ['@modelcontextprotocol/server', 'zod'],
};

describePackedPackage(contract, (installed) => {
  let served = '';

  beforeAll(() => {
    served = join(installed().folder, 'served');
    runPlainGit(installed().folder, ['init', '-q', '-b', 'main', served]);
    runPlainGit(served, ['commit', '-q', '--allow-empty', '-m', 'hello']);
  });

  it.each([
    ['Node 24', process.execPath],
    ['Node 22', node22],
  ])('answers on %s', async (_name, node) => {
    const command = {
      command: node,
      args: [installed().bin, served],
      env: { XDG_STATE_HOME: installed().folder },
    };
    await using client = await connect('v2-modern', { command });
    const answer = await client.callTool('log');
    expect(answer.structuredContent).toMatchObject({ commits: [{ subject: 'hello' }] });
  });

  it('does what the README says, command by command', async () => {
    const part = ['## Start', '## What it keeps to'] as const;
    const commands = await readmeCommands(folder, part, { '/path/to/repository': served });
    const [stdio = '', install = '', http = '', ...more] = commands;
    expect(more).toEqual([]);
    const shell = await readmeShell(installed());

    await using client = await connect('v1', { command: shell.server(stdio) });
    const { structuredContent } = await client.callTool('log');
    expect(structuredContent).toMatchObject({ commits: [{ subject: 'hello' }] });

    await shell.run(install);
    expect(await shell.written()).toContain(served);
    expect(await shell.run(stdio.replace('@portolan/git', '@portolan/git doctor'))).toContain(served);

    await using server = await shell.serve(http);
    expect((await fetch(new URL('/readyz', server.url))).status).toBe(200);
  });
});
