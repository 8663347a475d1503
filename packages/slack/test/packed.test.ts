import { execFile, spawn } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type SlackDouble, startSlackDouble } from '@portolan/doubles/slack';
import { connect, type Installed, installPacked } from '@portolan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const packageFolder = fileURLToPath(new URL('..', import.meta.url));

describe('the packed package', () => {
  let installed: Installed;
  let double: SlackDouble;

  beforeAll(async () => {
    installed = await installPacked(packageFolder);
    double = await startSlackDouble();
  }, 120_000);
  afterAll(async () => {
    await double.close();
    await installed[Symbol.asyncDispose]();
  });

  it('is one package of at most 4 MB, with the licences of what it bundles', () => {
    expect(installed.packages).toEqual(['@portolan/slack']);
    expect(installed.bytes).toBeLessThanOrEqual(4_000_000);
    for (const name of ['@modelcontextprotocol/server', 'marked', 'zod'])
      expect(installed.notices).toContain(`--- ${name} `);
  });

  it('does what the README says, command by command', async () => {
    const readme = await readFile(join(packageFolder, 'README.md'), 'utf8');
    const start = readme.slice(readme.indexOf('## Start'), readme.indexOf('### The app'));
    const [stdio = '', install = '', doctor = '', http = '', ...more] = [
      ...start.matchAll(/```sh\n(.*)\n```/g),
    ].map(([, command = '']) =>
      command.replace('xoxb-your-token', double.botToken).replace('C0123456789', 'C0GENERAL1'),
    );
    expect(more).toEqual([]);
    const home = join(installed.folder, 'home');
    await mkdir(home, { recursive: true });
    const env = {
      PATH: process.env.PATH ?? '',
      HOME: home,
      PORTOLAN_SLACK_API_URL: `${double.url}/api/`,
      PORTOLAN_SLACK_PORT: '0',
      npm_config_offline: 'true',
    };
    const words = ['-c', `cd ${installed.folder} && ${stdio}`];
    await using client = await connect('v1', { command: { command: 'sh', args: words, env } });
    expect((await client.callTool('get_me')).structuredContent).toMatchObject({ team: 'Harbour' });

    const inFolder = { cwd: installed.folder, env };
    await run('sh', ['-c', install], inFolder);
    const written = JSON.parse(await readFile(join(installed.folder, '.mcp.json'), 'utf8'));
    expect(JSON.stringify(written.mcpServers)).toContain('@portolan/slack');
    expect((await run('sh', ['-c', doctor], inFolder)).stdout).toContain('Harbour, as portolan.');

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
      expect((await fetch(new URL('/readyz', url))).status).toBe(200);
      await using remote = await connect('v2-modern', { url: url ?? '' });
      expect((await remote.listTools()).map(({ name }) => name)).toContain('post_message');
    } finally {
      process.kill(-(server.pid ?? 0), 'SIGTERM');
    }
  }, 120_000);
});
