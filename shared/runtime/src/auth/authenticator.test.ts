import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenIdProvider } from '../../test/support/openid-provider.ts';
import { startOpenIdProvider } from '../../test/support/openid-provider.ts';
import { createLogger } from '../telemetry/logger.ts';
import { createAuthenticator } from './authenticator.ts';
import { callerOf } from './callers.ts';
import type { Authenticator, IssuerSettings } from './types.ts';

const audience = 'https://mcp.example.com/mcp';
const canary = 'canary-7f3e9d';
const logged: string[] = [];
const log = createLogger('debug', (line) => logged.push(line));
let provider: OpenIdProvider;

beforeAll(async () => {
  provider = await startOpenIdProvider(audience);
});
afterAll(async () => {
  await provider.stop();
});

async function authenticator(settings: Partial<IssuerSettings> = {}): Promise<Authenticator> {
  const made = await createAuthenticator({ oidc: { issuer: provider.issuer, audience, ...settings } }, log);
  if (!made) throw new Error('authentication is off');
  return made;
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const seconds = () => Math.floor(Date.now() / 1_000);
const claims = () => ({ iss: provider.issuer, aud: audience, sub: canary, exp: seconds() + 60 });

async function refusal(answer: unknown): Promise<{ status: number; challenge: string; text: string }> {
  if (!(answer instanceof Response)) throw new Error('the request was let in');
  return {
    status: answer.status,
    challenge: answer.headers.get('www-authenticate') ?? '',
    text: await answer.text(),
  };
}

describe('a token from a real OpenID provider', () => {
  test('names the caller, its scopes and roles', async () => {
    const answer = await (await authenticator()).authenticate(bearer(await provider.token('mcp mcp:write')));
    if (answer instanceof Response) throw new Error(await answer.text());
    expect(answer.caller).toEqual({
      id: 'token:test-client',
      kind: 'token',
      roles: ['reader'],
      scopes: ['mcp', 'mcp:write'],
    });
    expect(callerOf(answer.authInfo)).toBe(answer.caller);
  });

  test('is withheld from everything behind authentication', async () => {
    const token = await provider.token();
    const answer = await (await authenticator()).authenticate(bearer(token));
    expect(JSON.stringify(answer)).not.toContain(token.slice(-20));
  });

  test('gives roles from a nested claim', async () => {
    const answer = await (await authenticator({ rolesClaim: 'realm.roles' })).authenticate(
      bearer(await provider.token()),
    );
    expect(answer).toMatchObject({ caller: { roles: ['auditor'] } });
  });

  test('without a required scope gets 403 that names the scope', async () => {
    const strict = await authenticator({ requiredScopes: ['mcp', 'mcp:write'] });
    const { status, challenge } = await refusal(
      await strict.authenticate(bearer(await provider.token('mcp'))),
    );
    expect(status).toBe(403);
    expect(challenge).toContain('error="insufficient_scope"');
    expect(challenge).toContain('scope="mcp mcp:write"');
    expect(challenge).toContain(
      'resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/mcp"',
    );
  });
});

describe('refused with 401 and a challenge', () => {
  const b64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const cases: Record<string, () => Promise<Record<string, string>>> = {
    'no credential': async () => ({}),
    'another scheme': async () => ({ authorization: `Basic ${canary}` }),
    'alg none': async () => bearer(`${b64({ alg: 'none', typ: 'JWT' })}.${b64(claims())}.`),
    'HS256 with the public key as the secret': async () =>
      bearer(
        await new SignJWT(claims())
          .setProtectedHeader({ alg: 'HS256', kid: String(provider.publicKey.kid) })
          .sign(new TextEncoder().encode(JSON.stringify(provider.publicKey))),
      ),
    'wrong audience': async () =>
      bearer(await provider.sign({ ...claims(), aud: 'https://other.example.com' })),
    'no audience': async () =>
      bearer(await provider.sign({ iss: provider.issuer, sub: canary, exp: seconds() + 60 })),
    expired: async () => bearer(await provider.sign({ ...claims(), exp: seconds() - 1 })),
    'no expiry': async () =>
      bearer(await provider.sign({ iss: provider.issuer, aud: audience, sub: canary })),
    'not before the future': async () => bearer(await provider.sign({ ...claims(), nbf: seconds() + 60 })),
    'other issuer': async () => bearer(await provider.sign({ ...claims(), iss: 'https://evil.example.com' })),
    'issuer with a slash more': async () =>
      bearer(await provider.sign({ ...claims(), iss: `${provider.issuer}/` })),
    'no subject': async () => {
      const { sub: _, ...rest } = claims();
      return bearer(await provider.sign(rest));
    },
    'a subject that is no text': async () =>
      bearer(await provider.sign(JSON.parse(JSON.stringify({ ...claims(), sub: { id: canary } })))),
    'changed claims under a true signature': async () => {
      const [header, , signature] = (await provider.sign(claims())).split('.');
      return bearer(`${header}.${b64({ ...claims(), sub: 'admin' })}.${signature}`);
    },
    garbage: async () => bearer(`${canary}.%%%.x`),
    'three parts of garbage': async () => bearer(`${canary}.${canary}.${canary}`),
    'an empty token': async () => ({ authorization: 'Bearer ' }),
    oversized: async () => bearer(`${b64({ alg: 'ES256' })}.${b64({ pad: canary.repeat(1_000) })}.x`),
    'two credentials': async () => ({ ...bearer(await provider.token()), 'x-api-key': canary }),
  };
  test.each(Object.keys(cases))('%s', async (name) => {
    const headers = (await cases[name]?.()) ?? {};
    const { status, challenge, text } = await refusal(await (await authenticator()).authenticate(headers));
    expect(status).toBe(401);
    expect(challenge).toMatch(/^Bearer error="invalid_token", error_description="[^"]+"/);
    expect(challenge).toContain('resource_metadata="');
    expect(text + challenge).not.toContain(canary);
    expect({ name, reason: JSON.parse(text).error_description }).toMatchSnapshot();
  });

  test('a token that was good is refused once it expires, although its check was remembered', async () => {
    const server = await authenticator();
    const exp = seconds() + 8;
    const headers = bearer(await provider.sign({ ...claims(), exp }));
    expect(await server.authenticate(headers)).not.toBeInstanceOf(Response);
    await new Promise((resolve) => setTimeout(resolve, exp * 1_000 - Date.now() + 100));
    expect((await refusal(await server.authenticate(headers))).status).toBe(401);
  });
});

describe('keys', () => {
  const loads = () => provider.requests.get('/jwks') ?? 0;

  test('a rollover loses no call, with the old key kept or gone', async () => {
    const server = await authenticator();
    for (const keepOld of [true, false, true]) {
      const before = await provider.token();
      expect(await server.authenticate(bearer(before))).not.toBeInstanceOf(Response);
      await provider.rollover(keepOld);
      const calls = Array.from({ length: 20 }, async () =>
        server.authenticate(bearer(await provider.token())),
      );
      for (const answer of await Promise.all(calls)) expect(answer).not.toBeInstanceOf(Response);
      expect(await server.authenticate(bearer(before))).not.toBeInstanceOf(Response);
    }
  });

  test('a flood of unknown key names does not reach the issuer, and good tokens pass through it', async () => {
    const server = await authenticator();
    const good = await provider.token();
    await server.authenticate(bearer(good));
    const before = loads();
    const flood = Array.from({ length: 500 }, async (_, index) =>
      refusal(
        await server.authenticate(bearer(await provider.sign(claims(), { kid: `${canary}-${index}` }))),
      ),
    );
    expect(await server.authenticate(bearer(await provider.token()))).not.toBeInstanceOf(Response);
    for (const { status, text } of await Promise.all(flood)) {
      expect([401, 503]).toContain(status);
      expect(text).not.toContain(canary);
    }
    // The pauses between loads grow, so a flood of any length is a few of them.
    expect(loads() - before).toBeLessThanOrEqual(10);
    const again = await refusal(
      await server.authenticate(bearer(await provider.sign(claims(), { kid: 'x' }))),
    );
    expect([401, 503]).toContain(again.status);
    expect(loads() - before).toBeLessThanOrEqual(11);
  });

  test('an issuer that is away gives 503, not 401, and works again when it is back', async () => {
    const token = await provider.token();
    await provider.stop();
    const server = await authenticator();
    const answer = await server.authenticate(bearer(token));
    if (!(answer instanceof Response)) throw new Error('let in');
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await answer.text()).toContain('signing keys of the issuer cannot be had');
    expect(await server.check()).toMatchObject([{ name: 'auth-issuer', ok: false }]);
    await provider.restart();
    const refused = async () => (await server.authenticate(bearer(token))) instanceof Response;
    await expect.poll(refused).toBe(false);
    expect(await server.check()).toMatchObject([{ name: 'auth-issuer', ok: true }]);
  });

  test('an expired token is refused while the issuer is away, and asks it for nothing', async () => {
    await provider.stop();
    const server = await authenticator();
    const claims = { iss: provider.issuer, aud: audience, sub: 'ann', exp: 1_700_000_000 };
    const answer = await server.authenticate(bearer(await provider.sign(claims, { kid: 'unknown' })));
    if (!(answer instanceof Response)) throw new Error('let in');
    expect(answer.status).toBe(401);
    expect(await answer.text()).toContain('expired');
    await provider.restart();
  });

  test('an issuer that goes away later does not stop tokens signed with known keys', async () => {
    const server = await authenticator();
    const first = await provider.token();
    const second = await provider.token();
    expect(await server.authenticate(bearer(first))).not.toBeInstanceOf(Response);
    await provider.stop();
    expect(await server.authenticate(bearer(second))).not.toBeInstanceOf(Response);
    await provider.restart();
  });
});

describe('metadata documents', () => {
  const get = (path: string, method = 'GET') => new Request(`https://mcp.example.com${path}`, { method });

  test.each(['/.well-known/oauth-protected-resource', '/.well-known/oauth-protected-resource/mcp'])(
    '%s is the RFC 9728 document',
    async (path) => {
      const server = await authenticator({ requiredScopes: ['mcp'], supportedScopes: ['mcp:write'] });
      const answer = await server.wellKnown(get(path));
      expect(await answer?.json()).toEqual({
        resource: audience,
        authorization_servers: [provider.issuer],
        scopes_supported: ['mcp', 'mcp:write'],
      });
    },
  );

  test('the issuer’s own metadata is mirrored, other paths and methods are not served', async () => {
    const server = await authenticator();
    const mirror = await server.wellKnown(get('/.well-known/oauth-authorization-server'));
    expect(await mirror?.json()).toMatchObject({
      issuer: provider.issuer,
      token_endpoint: `${provider.issuer}/token`,
    });
    expect(await server.wellKnown(get('/.well-known/other'))).toBeUndefined();
    expect((await server.wellKnown(get('/.well-known/oauth-protected-resource', 'POST')))?.status).toBe(405);
  });
});

describe('settings that cannot work are refused at start', () => {
  test.each<[string, Partial<IssuerSettings>, RegExp]>([
    ['an issuer that is no URL', { issuer: 'accounts' }, /--auth-issuer accounts: it must be a URL/],
    ['a plain http issuer', { issuer: 'http://id.example.com' }, /must be https/],
    ['an audience that is no URL', { audience: 'api:notes' }, /--auth-audience api:notes/],
    ['a shared-secret algorithm', { algorithms: ['RS256', 'HS256'] }, /HS256 is not allowed/],
    ['no algorithm', { algorithms: ['none'] }, /none is not allowed/],
  ])('%s', async (_, settings, message) => {
    await expect(authenticator(settings)).rejects.toThrow(message);
  });

  test('nothing set is no authentication', async () => {
    expect(await createAuthenticator({}, log)).toBeUndefined();
  });

  test('metadata that names another issuer is not used, and the text says what to set', async () => {
    const localhost = provider.issuer.replace('127.0.0.1', 'localhost');
    const server = await authenticator({ issuer: localhost });
    const [check] = await server.check();
    expect(check?.detail).toContain(`names the issuer ${provider.issuer}`);
  });
});

test('no token reaches the log', () => {
  expect(logged.length).toBeGreaterThan(0);
  expect(logged.join('')).not.toContain(canary);
  expect(logged.join('')).not.toMatch(/eyJ[\w-]{8}/);
});
