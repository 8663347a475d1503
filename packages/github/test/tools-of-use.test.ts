import { expect, it } from 'vitest';
import { connectGitHub, connectHarbour } from '../src/test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };

it('hides, after the first answer, the tools that the scopes of a token rule out', async () => {
  const { double } = await connectHarbour();
  const token = double.token({ login: 'octo', scopes: ['gist'] });
  const { client, ok, refused } = await connectGitHub({ url: double.url, token });
  const names = async () => (await client.listTools()).tools.map(({ name }) => name);
  const before = await names();
  expect(before).toContain('push_files');
  expect(double.requests).toHaveLength(0);
  await ok('get_repository', place);
  const after = await names();
  expect(after).toContain('get_file_contents');
  for (const name of ['push_files', 'create_repository', 'create_branch']) expect(after).not.toContain(name);
  // A client with the old list still learns why.
  expect(await refused('create_branch', { ...place, branch: 'x' })).toMatchObject({
    data: { acceptedScopes: expect.arrayContaining(['repo']) },
  });
});

it('hides nothing from a token of which nothing is known', async () => {
  const { double } = await connectHarbour();
  const token = double.token({ login: 'octo', permissions: { contents: 'read' } });
  const { client, ok } = await connectGitHub({ url: double.url, token });
  const before = (await client.listTools()).tools.length;
  await ok('get_repository', place);
  expect((await client.listTools()).tools).toHaveLength(before);
});

it('tells clients that the list changed, once', async () => {
  const { double } = await connectHarbour();
  const token = double.token({ login: 'octo', scopes: [] });
  let told = 0;
  const { ok } = await connectGitHub({ url: double.url, token, onToolsChanged: () => (told += 1) });
  await ok('get_repository', place);
  await ok('get_repository', place);
  await expect.poll(() => told).toBe(1);
});
