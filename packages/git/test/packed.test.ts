import { execFile, spawn } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { node22 } from '@portolan/older-node';
import { connect, type Installed, installPacked } from '@portolan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runPlainGit } from '../src/test-support.ts';

const run = promisify(execFile);
const packageFolder = fileURLToPath(new URL('..', import.meta.url));

describe('the packed package', () => {
  let installed: Installed;
  let served = '';

  beforeAll(async () => {
    installed = await installPacked(packageFolder);
    served = join(installed.folder, 'served');
    runPlainGit(installed.folder, ['init', '-q', '-b', 'main', served]);
    runPlainGit(served, ['commit', '-q', '--allow-empty', '-m', 'hello']);
  }, 120_000);
  afterAll(() => installed[Symbol.asyncDispose]());

  it('is one package of at most 3 MB, with the licences of what it bundles', () => {
    expect(installed.packages).toEqual(['@portolan/git']);
    expect(installed.bytes).toBeLessThanOrEqual(3_000_000);
    for (const name of ['@modelcontextprotocol/server', 'zod'])
      expect(installed.notices).toContain(`--- ${name} `);
  });

  it.each([
    ['Node 24', process.execPath],
    ['Node 22', node22],
  ])('answers on %s', async (_name, node) => {
    const command = {
      command: node,
      args: [installed.bin, served],
      env: { XDG_STATE_HOME: installed.folder },
    };
    await using client = await connect('v2-modern', { command });
    const answer = await client.callTool('log');
    expect(answer.structuredContent).toMatchObject({ commits: [{ subject: 'hello' }] });
  });

  it('does what the README says, command by command', async () => {
    const readme = await readFile(join(packageFolder, 'README.md'), 'utf8');
    const start = readme.slice(readme.indexOf('## Start'), readme.indexOf('## What it keeps to'));
    const [stdio = '', install = '', http = '', ...more] = [...start.matchAll(/```sh\n(.*)\n```/g)].map(
      ([, command = '']) => command.replace('/path/to/repository', served),
    );
    expect(more).toEqual([]);
    const home = join(installed.folder, 'home');
    await mkdir(home, { recursive: true });
    const env = {
      PATH: process.env.PATH ?? '',
      HOME: home,
      PORTOLAN_GIT_PORT: '0',
      npm_config_offline: 'true',
    };
    const shell = (command: string) => ({
      command: 'sh',
      args: ['-c', `cd ${installed.folder} && ${command}`],
      env,
    });

    await using client = await connect('v1', { command: shell(stdio) });
    expect((await client.callTool('log')).structuredContent).toMatchObject({
      commits: [{ subject: 'hello' }],
    });

    const inFolder = { cwd: installed.folder, env };
    await run('sh', ['-c', install], inFolder);
    const written = JSON.parse(await readFile(join(installed.folder, '.mcp.json'), 'utf8'));
    expect(JSON.stringify(written.mcpServers)).toContain(served);

    const doctor = await run('sh', ['-c', stdio.replace('@portolan/git', '@portolan/git doctor')], inFolder);
    expect(doctor.stdout).toContain(served);

    const server = spawn('sh', ['-c', http], {
      ...inFolder,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    try {
      let said = '';
      let url: string | undefined;
      for await (const chunk of server.stderr) {
        said += String(chunk);
        url = /http:\/\/127\.0\.0\.1:\d+\/mcp/.exec(said)?.[0];
        if (url !== undefined) break;
      }
      expect(url, said).toBeDefined();
      const answer = await fetch(new URL('/readyz', url));
      expect(answer.status).toBe(200);
    } finally {
      process.kill(-(server.pid ?? 0), 'SIGTERM');
    }
  }, 120_000);
});
