import { expect, it } from 'vitest';
import { connectGitHub, startEmulate } from '../../test-support.ts';

it('says who the server works as', async () => {
  const double = await startEmulate();
  const { ok } = await connectGitHub(double);
  expect(await ok('get_me')).toEqual({
    login: 'ada',
    credential: 'unknown',
    host: new URL(double.url).host,
  });
});

it('says what to do where no credential is set', async () => {
  const { url } = await startEmulate();
  const { refused } = await connectGitHub({ url });
  expect(await refused('get_me')).toMatchObject({
    code: 'permission_denied',
    next: expect.stringContaining('GITHUB_TOKEN'),
  });
});
