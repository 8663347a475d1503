import { writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { createTempFolder, startLocalServer } from '@portolan/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectBehindProxy, connectGitHub, startDouble } from '../src/test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };
const read = ['get_repository', place] as const;
const write = ['create_branch', { ...place, branch: 'x', from_branch: 'a'.repeat(40) }] as const;
/** Long enough that an attempt that works is done in it, also on a busy machine. */
const fast = { argv: ['--attempt-timeout-ms', '4000'] };
const inSeconds = (seconds: number) => String(Math.floor(Date.now() / 1000) + seconds);
const answer = (status: number, message: string, headers: Readonly<Record<string, string>> = {}) =>
  ({
    kind: 'status',
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify({ message }),
  }) as const;

describe('limits', () => {
  it('waits as long as a 429 asks, then reads again', async () => {
    const { ok, proxy } = await connectBehindProxy();
    proxy.script(answer(429, 'Too Many Requests', { 'retry-after': '1' }));
    await ok(...read);
    const [first, second] = proxy.seen;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1_000);
  });

  it.each([
    ['a 429 without Retry-After', answer(429, 'Too Many Requests')],
    ['a secondary limit', answer(403, 'You have exceeded a secondary rate limit.')],
    ['abuse detection', answer(403, 'You have triggered an abuse detection mechanism.')],
  ])('says to wait a minute after %s', async (_name, fault) => {
    const { refused, proxy } = await connectBehindProxy();
    proxy.script(fault);
    expect(await refused(...read)).toMatchObject({
      code: 'rate_limited',
      retryAfterMs: 60_000,
      retry: 'later',
    });
    expect(proxy.seen).toHaveLength(1);
  });

  it('fails at once where the budget is used up for 50 minutes, and says until when', async () => {
    const { refused, double, token, proxy } = await connectBehindProxy();
    double.leave(token, 'core', 0, Number(inSeconds(3_000)));
    const error = await refused(...read);
    expect(error).toMatchObject({
      code: 'rate_limited',
      data: { budget: { resource: 'core', limit: 5_000, remaining: 0 } },
    });
    expect(error.retryAfterMs).toBeGreaterThan(2_900_000);
    expect(proxy.seen).toHaveLength(1);
  });

  it('does not ask again before the budget is renewed', async () => {
    const { refused, double, token, proxy } = await connectBehindProxy();
    double.leave(token, 'core', 0, Number(inSeconds(3_000)));
    await refused(...read);
    expect(await refused('list_tags', place)).toMatchObject({ code: 'rate_limited' });
    expect(proxy.seen).toHaveLength(1);
  });

  it('lets another credential work meanwhile', async () => {
    const { refused, double, token, proxy } = await connectBehindProxy();
    double.leave(token, 'core', 0, Number(inSeconds(3_000)));
    await refused(...read);
    const other = await connectGitHub({ url: proxy.url, token: double.token({ login: 'ada' }) });
    await other.ok(...read);
  });

  it('never sends a change again after a limit', async () => {
    const { refused, proxy } = await connectBehindProxy();
    proxy.script(answer(429, 'Too Many Requests', { 'retry-after': '0' }));
    expect(await refused(...write)).toMatchObject({ code: 'rate_limited' });
    expect(proxy.seen).toHaveLength(1);
  });
});

describe('failures', () => {
  const faults = [
    answer(502, 'Bad Gateway'),
    answer(503, 'Unavailable'),
    answer(504, 'Timeout'),
    { kind: 'reset', when: 'before' },
    { kind: 'reset', when: 'after' },
    { kind: 'truncate', bytes: 20 },
  ] as const;

  it.each(faults)('reads again after $kind $status $when', async (fault) => {
    const { ok, proxy } = await connectBehindProxy();
    proxy.script(fault);
    await ok(...read);
    expect(proxy.seen).toHaveLength(2);
  });

  it.each(faults)('sends a change once, whatever happens: $kind $status $when', async (fault) => {
    const { refused, proxy } = await connectBehindProxy();
    proxy.script(fault);
    expect(await refused(...write)).toMatchObject({ code: 'unavailable' });
    expect(proxy.seen.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('gives a read up after two further attempts', async () => {
    const { refused, proxy } = await connectBehindProxy();
    proxy.script({ ...answer(502, 'Bad Gateway'), times: 9 });
    expect(await refused(...read)).toMatchObject({ code: 'unavailable', data: { status: 502 } });
    expect(proxy.seen).toHaveLength(3);
  });

  it('says of a change whose answer did not come that it may have been made', async () => {
    const { refused, proxy } = await connectBehindProxy({}, fast);
    proxy.script({ kind: 'hang', method: 'POST' });
    expect(await refused(...write)).toMatchObject({
      code: 'timeout',
      next: 'The change may have been made: look before you call again.',
    });
  });

  it('reads again where GitHub hangs', async () => {
    const { ok, proxy } = await connectBehindProxy({}, fast);
    proxy.script({ kind: 'hang' });
    await ok(...read);
    expect(proxy.seen).toHaveLength(2);
  });

  it('ends at once when the caller cancels', async () => {
    const { client, proxy } = await connectBehindProxy();
    proxy.script({ kind: 'hang', times: 9 });
    const stop = new AbortController();
    const calling = client.callTool({ name: 'get_repository', arguments: place }, { signal: stop.signal });
    await expect.poll(() => proxy.seen.length).toBe(1);
    stop.abort();
    await expect(calling).rejects.toThrow();
    // A call that were still under way would try again within this time.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(proxy.seen).toHaveLength(1);
  });
});

/** A server that answers everything by one function, for what a proxy cannot say. */
async function startRaw(listener: RequestListener) {
  const server = await startLocalServer(listener);
  onTestFinished(() => server.close());
  return server.url;
}

describe('bodies', () => {
  it.each([
    ['a gzip bomb', { 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(100_000_000, ' '))],
    ['a body of 30 MB', {}, Buffer.alloc(30_000_000, ' ')],
  ])('stops at %s', async (_name, headers, body) => {
    const url = await startRaw((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(body);
    });
    const { refused } = await connectGitHub({ url, token: 'ghp_x' });
    expect(await refused(...read)).toMatchObject({ code: 'too_large' });
  });

  it('stops at a body that never ends', async () => {
    const { refused, proxy } = await connectBehindProxy();
    proxy.script({ kind: 'endless' });
    expect(await refused(...read)).toMatchObject({ code: 'too_large' });
  });

  it('gives up a body that stalls in the middle, and reads again', async () => {
    let asked = 0;
    const url = await startRaw((_request, response) => {
      asked += 1;
      response.writeHead(200, { 'content-type': 'application/json' }).write('[');
      if (asked > 1) response.end(']');
    });
    const { ok } = await connectGitHub({ url, token: 'ghp_x', ...fast });
    expect(await ok('list_tags', place)).toMatchObject({ tags: [] });
    expect(asked).toBe(2);
  });
});

describe('access', () => {
  it('names the URL of single sign-on', async () => {
    const { double, proxy } = await connectBehindProxy();
    double.account('acme', { type: 'Organization', samlEnforced: true });
    double.repository('acme/crane');
    const { refused } = await connectGitHub({ url: proxy.url, token: double.token({ login: 'acme' }) });
    const error = await refused('get_repository', { owner: 'acme', repo: 'crane' });
    expect(error.code).toBe('permission_denied');
    expect(error.next).toContain('https://github.com/orgs/acme/sso?authorization_request=');
    expect(error.data).toMatchObject({
      ssoUrl: expect.stringMatching(/^https:\/\/github\.com\/orgs\/acme\/sso/),
    });
  });

  it('names the permission that a fine-grained token lacks', async () => {
    const { double, proxy, harbour } = await connectBehindProxy();
    const token = double.token({ login: 'octo', permissions: { metadata: 'read', contents: 'read' } });
    const { refused } = await connectGitHub({ url: proxy.url, token });
    const args = { ...place, branch: 'x', from_branch: harbour.sha() };
    expect(await refused('create_branch', args)).toMatchObject({
      code: 'permission_denied',
      data: { acceptedPermissions: ['contents=write'] },
    });
  });

  it('says that a credential is no good any more', async () => {
    const { refused, double, token } = await connectBehindProxy();
    double.revoke(token);
    expect(await refused(...read)).toMatchObject({ code: 'permission_denied', data: { status: 401 } });
  });

  it('says that a repository is archived or taken down', async () => {
    const { refused, double, proxy } = await connectBehindProxy();
    const old = double.repository('octo/old', { archived: true });
    const args = { owner: 'octo', repo: 'old', branch: 'x', from_branch: old.sha() };
    expect((await refused('create_branch', args)).message).toContain('archived');
    proxy.script(answer(451, 'Repository access blocked'));
    expect((await refused(...read)).message).toContain('legal');
    proxy.script(answer(403, 'Repository access blocked'));
    expect((await refused(...read)).message).toContain('disabled');
  });
});

describe('redirects', () => {
  it('follows a renamed repository on a read and says so', async () => {
    const { ok, double, proxy, harbour } = await connectBehindProxy();
    proxy.script({
      kind: 'status',
      status: 301,
      headers: { location: `${proxy.url}/repositories/${harbour.repo.id}` },
    });
    proxy.script({
      kind: 'status',
      status: 200,
      path: /^\/repositories\//,
      times: 2,
      ...repositoryBody(harbour.repo.id),
    });
    expect(await ok('get_repository', { owner: 'octo', repo: 'old-name' })).toMatchObject({
      full_name: 'octo/harbour',
      renamedTo: 'octo/harbour',
    });
    expect(double.requests).toHaveLength(0);
  });

  it.each([
    ['get_repository', { owner: 'octo', repo: 'old-name' }],
    ['get_api', { path: '/repos/octo/old-name/topics' }],
  ])(
    'answers nothing by %s of a repository renamed to what the policy does not allow',
    async (tool, args) => {
      await using folder = await createTempFolder();
      const policy = `${folder.path}/policy.json`;
      const roles = { reader: { rules: [{ arguments: { repo: { allow: ['octo/old-name'] } } }] } };
      const assign = [{ kind: 'local', roles: ['reader'] }];
      await writeFile(policy, JSON.stringify({ version: 1, roles, assign }));
      const argv = ['--policy', policy, '--raw-paths', '/repos/*/*/topics'];
      const { refused, proxy } = await connectBehindProxy({}, { argv });
      const location = `${proxy.url}/repositories/7`;
      proxy.script({ kind: 'status', status: 301, path: /old-name/, headers: { location } });
      proxy.script({
        kind: 'status',
        status: 200,
        path: /^\/repositories\//,
        times: 2,
        ...repositoryBody(7),
      });
      expect(await refused(tool, args)).toMatchObject({ code: 'forbidden' });
    },
  );

  it.each([301, 307, 308])('does not follow a %i of a change, and says what to do', async (status) => {
    const { refused, proxy } = await connectBehindProxy();
    proxy.script({
      kind: 'status',
      status,
      method: 'POST',
      headers: { location: `${proxy.url}/repositories/1/git/refs` },
    });
    expect(await refused(...write)).toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('renamed'),
      next: expect.stringContaining('get_repository'),
    });
    expect(proxy.seen.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('never takes the token to another host', async () => {
    const other = await startDouble();
    const { refused, proxy } = await connectBehindProxy();
    proxy.script({ kind: 'status', status: 302, headers: { location: `${other.url}/user` } });
    expect(await refused(...read)).toMatchObject({ code: 'upstream_error' });
    expect(other.requests).toHaveLength(0);
  });
});

const repositoryBody = (id: number) => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ id, full_name: 'octo/harbour', default_branch: 'main' }),
});

describe('pages', () => {
  it.each([
    ['to itself', '<URL/repos/octo/harbour/tags?page=1>; rel="next"'],
    ['to another host', '<https://evil.example/x?page=9>; rel="next"'],
    ['to nowhere', '<:::>; rel="next"'],
    ['back', '<URL/repos/octo/harbour/tags?page=0>; rel="next"'],
  ])('end where the next one leads %s', async (_name, link) => {
    const { ok, proxy } = await connectBehindProxy({ tags: { v1: 'main' } });
    proxy.script({ kind: 'headers', headers: { link: link.replace('URL', proxy.url) } });
    expect(await ok('list_tags', place)).not.toHaveProperty('nextCursor');
    expect(proxy.seen).toHaveLength(1);
  });

  it('are one request each, however many there are', async () => {
    const { ok, proxy } = await connectBehindProxy({ tags: { v1: 'main' } });
    const link = `<${proxy.url}/x?page=2>; rel="next", <${proxy.url}/x?page=10000>; rel="last"`;
    proxy.script({ kind: 'headers', headers: { link } });
    expect(await ok('list_tags', place)).toHaveProperty('nextCursor');
    expect(proxy.seen).toHaveLength(1);
  });
});

describe('what is kept', () => {
  it('is asked about again, and never shown to another credential', async () => {
    const { ok, proxy, double } = await connectBehindProxy({ private: true });
    await ok(...read);
    await ok(...read);
    expect(proxy.seen[1]?.headers['if-none-match']).toBeDefined();
    expect(double.requests.map(({ status }) => status)).toEqual([200, 304]);
    const other = await connectGitHub({ url: proxy.url, token: double.token({ login: 'mallory' }) });
    expect(await other.refused(...read)).toMatchObject({ code: 'not_found' });
    expect(proxy.seen[2]?.headers['if-none-match']).toBeUndefined();
  });
});

describe('secrets', () => {
  it('are in no error, wherever GitHub puts them', async () => {
    const { refused, proxy, token } = await connectBehindProxy();
    const pem = '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----';
    const others = [`gho_${'a'.repeat(36)}`, `ghs_${'b'.repeat(36)}`, `github_pat_${'c'.repeat(82)}`, pem];
    const jwt = `eyJhbGciOiJSUzI1NiJ9.${'e'.repeat(40)}.${'f'.repeat(60)}`;
    const text = [token, ...others, jwt, `https://x:${token}@github.com/a`].join(' ');
    for (const status of [401, 403, 404, 409, 418, 422, 500]) {
      proxy.script({ ...answer(status, text, { location: `https://x/?token=${token}` }), times: 3 });
      const error = JSON.stringify(await refused(...write));
      for (const secret of [token, ...others, jwt, 'MIIEow']) expect(error).not.toContain(secret);
      proxy.clear();
    }
  });
});
