import { expect, it } from 'vitest';
import { connectGitHub, connectHarbour, startDouble } from '../../test-support.ts';

it('says who the server works as', async () => {
  const { ok, double } = await connectHarbour();
  expect(await ok('get_me')).toEqual({
    login: 'octo',
    credential: 'classic',
    host: new URL(double.url).host,
  });
});

it('says what to do where no credential is set', async () => {
  const { url } = await startDouble();
  const { refused } = await connectGitHub({ url });
  expect(await refused('get_me')).toMatchObject({
    code: 'permission_denied',
    next: expect.stringContaining('GITHUB_TOKEN'),
  });
});
