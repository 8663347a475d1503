import { execFile, spawn } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startGitHub } from '@portolan/doubles/github';
import { node22 } from '@portolan/older-node';
import { connect, type Installed, installPacked } from '@portolan/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

const run = promisify(execFile);
const packageFolder = fileURLToPath(new URL('..', import.meta.url));

/** What `npx -y @portolan/github` puts on a machine: the packed package, installed alone. */
describe('the packed package', () => {
  let installed: Installed;

  beforeAll(async () => {
    installed = await installPacked(packageFolder);
  }, 120_000);
  afterAll(() => installed[Symbol.asyncDispose]());

  it('is one package of at most 4 MB, with the licences of what it bundles', () => {
    expect(installed.packages).toEqual(['@portolan/github']);
    expect(installed.bytes).toBeLessThanOrEqual(4_000_000);
    for (const name of ['@modelcontextprotocol/server', '@octokit/rest', '@octokit/auth-app', 'zod']) {
      expect(installed.notices).toContain(`--- ${name} `);
    }
  });

  it.each([
    ['Node 24', process.execPath],
    ['Node 22', node22],
  ])('answers on %s', async (_name, node) => {
    const double = await startGitHub();
    onTestFinished(() => double.close());
    double.repository('octo/harbour');
    const command = {
      command: node,
      args: [installed.bin, '--api-url', double.url, '--allow-local-host'],
      env: { XDG_STATE_HOME: installed.folder, GITHUB_TOKEN: double.token({ login: 'octo' }) },
    };
    await using client = await connect('v2-modern', { command });
    expect((await client.listTools()).length).toBe(33);
    // The first answers need no network.
    expect(double.requests).toHaveLength(0);
    const answer = await client.callTool('get_repository', { owner: 'octo', repo: 'harbour' });
    expect(answer.structuredContent).toMatchObject({ full_name: 'octo/harbour' });
  });

  it('does what the README says, command by command', async () => {
    const double = await startGitHub();
    onTestFinished(() => double.close());
    double.repository('octo/harbour');
    const token = double.token({ login: 'octo' });
    const readme = await readFile(join(packageFolder, 'README.md'), 'utf8');
    const start = readme.slice(readme.indexOf('## Start'), readme.indexOf('## Which credential'));
    const [stdio = '', install = '', http = '', ...more] = [...start.matchAll(/```sh\n(.*)\n```/g)].map(
      ([, command = '']) => command.replace('github_pat_…', token),
    );
    const [, doctor = ''] = /`(npx \S+ \S+ doctor)`/.exec(start) ?? [];
    expect(more).toEqual([]);
    const home = join(installed.folder, 'home');
    await mkdir(home, { recursive: true });
    const env = {
      PATH: process.env.PATH ?? '',
      HOME: home,
      GITHUB_API_URL: double.url,
      PORTOLAN_GITHUB_ALLOW_LOCAL_HOST: 'true',
      PORTOLAN_GITHUB_PORT: '0',
      npm_config_offline: 'true',
    };
    const shell = { command: 'sh', args: ['-c', `cd ${installed.folder} && ${stdio}`], env };
    await using client = await connect('v1', { command: shell });
    const answer = await client.callTool('get_repository', { owner: 'octo', repo: 'harbour' });
    expect(answer.structuredContent).toMatchObject({ full_name: 'octo/harbour' });

    const inFolder = { cwd: installed.folder, env: { ...env, GITHUB_TOKEN: token } };
    await run('sh', ['-c', install], inFolder);
    const written = JSON.parse(await readFile(join(installed.folder, '.mcp.json'), 'utf8'));
    expect(JSON.stringify(written.mcpServers)).toContain('@portolan/github');
    expect(JSON.stringify(written)).not.toContain(token);

    const said = await run('sh', ['-c', doctor], inFolder);
    expect(said.stdout).toMatch(/answers as octo; \d+ of 5000 requests are left this hour/);

    await expectReady(http, inFolder);
  }, 120_000);
});

/** Starts a server over HTTP by a command; it is ready, and ends. */
async function expectReady(command: string, options: { readonly cwd: string; readonly env: object }) {
  const server = spawn('sh', ['-c', command], {
    cwd: options.cwd,
    env: { ...options.env },
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
  } finally {
    process.kill(-(server.pid ?? 0), 'SIGTERM');
  }
}
