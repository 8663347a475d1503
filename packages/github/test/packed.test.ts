import { fileURLToPath } from 'node:url';
import { startGitHub } from '@portolan/doubles/github';
import { node22 } from '@portolan/older-node';
import { connect, type Installed, installPacked } from '@portolan/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

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
});
