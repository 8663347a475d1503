import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

const argv = ['--raw-paths', '/repos/*/*/topics,/repos/*/*/languages'];

it('gets a path that the operator allows', async () => {
  const { ok } = await connectHarbour({ topics: ['ships'] }, { argv });
  expect(await ok('get_api', { path: '/repos/octo/harbour/topics' })).toEqual({
    status: 200,
    text: '{"names":["ships"]}',
    untrusted: ['text'],
  });
});

it('gets nothing else, however it is written', async () => {
  const { refused, double } = await connectHarbour({}, { argv });
  const code = async (path: string) => (await refused('get_api', { path })).code;
  for (const path of ['/user', '/repos/octo/harbour', '/repos/octo/harbour/topics/x', '/repos/a/topics']) {
    expect([path, await code(path)]).toEqual([path, 'forbidden']);
  }
  const hostile = [
    '/repos/octo/../../user/topics',
    '/repos/octo/%2e%2e/topics',
    '/repos/octo/a%2fb/topics',
    '/repos/octo/harbour/topics?x=1',
    '/repos/octo/harbour/topics#x',
    '//evil.example/topics',
    'https://evil.example/topics',
    '/repos/octo/./topics',
    '/repos/octo\\harbour/topics',
    'repos/octo/harbour/topics',
  ];
  for (const path of hostile) expect([path, await code(path)]).toEqual([path, 'invalid_arguments']);
  expect(double.requests).toHaveLength(0);
});

it('gets nothing in lockdown, and nothing where no path is allowed', async () => {
  const path = '/repos/octo/harbour/topics';
  const locked = await connectHarbour({}, { argv: [...argv, '--lockdown'] });
  expect(await locked.refused('get_api', { path })).toMatchObject({ code: 'forbidden' });
  const { refused } = await connectHarbour();
  expect(await refused('get_api', { path })).toMatchObject({ code: 'forbidden' });
});
