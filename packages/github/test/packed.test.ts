import { startGitHub } from '@portolan/doubles/github';
import { node22 } from '@portolan/older-node';
import { connect, describePackedPackage, errorOf, readmeCommands, readmeShell } from '@portolan/testing';
import { expect, it, onTestFinished } from 'vitest';

const folder = new URL('../', import.meta.url);
const contract = {
  folder,
  packages: ['@portolan/github'],
  maxBytes: 4_000_000,
  notices: ['@modelcontextprotocol/server', '@octokit/request', '@octokit/auth-app', 'zod'],
};

describePackedPackage(contract, (installed) => {
  it.each([
    ['Node 24', process.execPath],
    ['Node 22', node22],
  ])('answers on %s', async (_name, node) => {
    const double = await startGitHub();
    onTestFinished(() => double.close());
    double.repository('octo/harbour');
    const command = {
      command: node,
      args: [installed().bin, '--api-url', double.url, '--allow-local-host'],
      env: { XDG_STATE_HOME: installed().folder, GITHUB_TOKEN: double.token({ login: 'octo' }) },
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
    const part = ['## Start', '## Which credential'] as const;
    const commands = await readmeCommands(folder, part, { 'github_pat_…': token });
    const [stdio = '', install = '', http = '', ...more] = commands;
    expect(more).toEqual([]);
    const settings = {
      GITHUB_API_URL: double.url,
      PORTOLAN_GITHUB_ALLOW_LOCAL_HOST: 'true',
    };
    const stranger = await readmeShell(installed(), settings);
    await using client = await connect('v1', { command: stranger.server(stdio) });
    const answer = await client.callTool('get_repository', { owner: 'octo', repo: 'harbour' });
    expect(answer.structuredContent).toMatchObject({ full_name: 'octo/harbour' });

    const shell = await readmeShell(installed(), { ...settings, GITHUB_TOKEN: token });
    await shell.run(install);
    expect(await shell.written()).toContain('@portolan/github');
    expect(await shell.written()).not.toContain(token);
    expect(await shell.run('npx -y @portolan/github doctor')).toMatch(
      /answers as octo; \d+ of 5000 requests are left this hour/,
    );

    await using server = await shell.serve(http);
    expect((await fetch(new URL('/readyz', server.url))).status).toBe(200);

    await using theirs = await stranger.serve(
      'npx -y @portolan/github --http --caller-token-header X-GitHub-Token',
    );
    await using own = await connect('v1', { url: theirs.url, headers: { 'x-github-token': token } });
    expect((await own.callTool('get_me')).structuredContent).toMatchObject({ login: 'octo' });
    await using none = await connect('v1', { url: theirs.url });
    expect(errorOf(await none.callTool('get_me')).code).toBe('unauthenticated');
  });
});
