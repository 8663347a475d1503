import { describe, expect, it } from 'vitest';
import { client, github, owner, refusal, validGithub } from '../test-support.ts';

const at = { owner: 'octo', repo: 'harbour' };

describe('an ETag', () => {
  it('saves an answer and its cost, for the credential it was given to', async () => {
    const double = await validGithub();
    double.repository('octo/harbour');
    const token = double.token({ login: 'octo' });
    const other = double.token({ login: 'eve' });
    const get = (held: string, etag?: string) =>
      fetch(`${double.url}/repos/octo/harbour/branches`, {
        headers: {
          authorization: `Bearer ${held}`,
          'user-agent': 'test',
          ...(etag && { 'if-none-match': etag }),
        },
      });
    const first = await get(token);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\/"[0-9a-f]{64}"$/);
    const again = await get(token, etag);
    expect([again.status, again.headers.get('x-ratelimit-used'), await again.text()]).toEqual([304, '1', '']);
    expect((await get(other, etag)).status).toBe(200);
    await owner(double).rest.git.createRef({
      ...at,
      ref: 'refs/heads/new',
      sha: double.world.findRepo('octo', 'harbour')?.git.resolve('main') ?? '',
    });
    expect((await get(token, etag)).status).toBe(200);
  });
});

describe('budgets', () => {
  it('are counted by token and kind', async () => {
    const double = await validGithub();
    const token = double.token({ login: 'octo' });
    const { rest } = client(double, token);
    await rest.users.getAuthenticated();
    const { headers } = await rest.users.getAuthenticated();
    expect(headers).toMatchObject({
      'x-ratelimit-limit': '5000',
      'x-ratelimit-remaining': '4998',
      'x-ratelimit-resource': 'core',
    });
    const { data } = await rest.rateLimit.get();
    expect(data.resources).toMatchObject({ core: { used: 2 }, search: { limit: 30, used: 0 } });
  });

  it('that are used up refuse until their reset', async () => {
    const double = await validGithub();
    const token = double.token({ login: 'octo' });
    const reset = Math.floor(Date.now() / 1000) + 3000;
    double.leave(token, 'core', 1, reset);
    const { rest } = client(double, token);
    await rest.users.getAuthenticated();
    const refused = await refusal(rest.users.getAuthenticated());
    expect(refused).toMatchObject({
      status: 403,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) },
    });
    expect((await owner(double).rest.users.getAuthenticated()).status).toBe(200);
    double.leave(token, 'core', 5);
    expect((await rest.users.getAuthenticated()).status).toBe(200);
  });

  it.each([
    ['secondary', 60, 403, 'secondary rate limit'],
    ['abuse', undefined, 403, 'abuse detection mechanism'],
    ['too-many-requests', 3, 429, 'Too Many Requests'],
  ] as const)('do not help against %s', async (style, retryAfterSeconds, status, message) => {
    const double = await validGithub();
    const { rest } = owner(double);
    double.throttle({ times: 2, style, retryAfterSeconds });
    const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
    for (let time = 0; time < 2; time++) {
      expect(await refusal(rest.users.getAuthenticated())).toMatchObject({
        status,
        message: expect.stringContaining(message),
        headers,
      });
    }
    expect((await rest.users.getAuthenticated()).status).toBe(200);
  });
});

describe('an enterprise server', () => {
  it('has the same below /api/v3, and links to it', async () => {
    const double = await validGithub();
    const repo = double.repository('octo/harbour', { branches: { a: [], b: [] } });
    const { rest } = client(double, double.token({ login: 'octo' }), double.enterpriseUrl);
    const { data, headers } = await rest.repos.listBranches({ ...at, per_page: 1 });
    expect(data[0]?.commit.url).toContain(`${double.enterpriseUrl}/repos/octo/harbour/commits/`);
    expect(headers.link).toContain(
      `<${double.enterpriseUrl}/repositories/${repo.repo.id}/branches?per_page=1&page=2>; rel="next"`,
    );
    expect((await rest.meta.get()).data).toMatchObject({ installed_version: '3.19.0' });
  });
});

it('requests are kept for tests to look at', async () => {
  const double = await validGithub();
  double.repository('octo/harbour');
  const token = double.token({ login: 'octo' });
  await client(double, token).rest.issues.create({ ...at, title: 'x' });
  expect(double.requests).toMatchObject([
    {
      method: 'POST',
      path: '/repos/octo/harbour/issues',
      body: '{"title":"x"}',
      status: 201,
      headers: { authorization: `token ${token}` },
    },
  ]);
});

it('what GitHub has and the double has not is no 404', async () => {
  const double = await github();
  double.repository('octo/harbour');
  const { rest } = owner(double);
  expect(await refusal(rest.repos.listDeployKeys(at))).toMatchObject({
    status: 501,
    message: expect.stringContaining('the double of GitHub has no'),
  });
  expect(await refusal(owner(double).request('GET /nothing/of/the/kind'))).toMatchObject({ status: 404 });
});
