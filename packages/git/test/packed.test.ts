import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { node22 } from '@portolan/older-node';
import { connect, type Installed, installPacked } from '@portolan/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runPlainGit } from '../src/test-support.ts';

describe('the packed package', () => {
  let installed: Installed;
  let served = '';

  beforeAll(async () => {
    installed = await installPacked(fileURLToPath(new URL('..', import.meta.url)));
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
});
