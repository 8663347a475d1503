import { createServer } from 'node:http';
import type { CryptoKey, JWK, JWTPayload } from 'jose';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import Provider from 'oidc-provider';

/** A real OpenID provider on loopback whose signing keys the test holds, so that it can also sign what no provider would. */
export interface OpenIdProvider {
  readonly issuer: string;
  /** How many requests reached each path. */
  readonly requests: ReadonlyMap<string, number>;
  /** The public half of the current signing key. */
  readonly publicKey: JWK;
  /** An access token from the token endpoint, by client credentials. */
  token(scope?: string): Promise<string>;
  /** A token with any claims and header, signed with the provider's current key. */
  sign(claims: JWTPayload, header?: { alg?: string; kid?: string }): Promise<string>;
  /** From now on it signs with a new key; the old one stays published only when `keepOld`. */
  rollover(keepOld: boolean): Promise<void>;
  /** Stops answering: connections are refused. */
  stop(): Promise<void>;
  restart(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

interface SigningKey {
  readonly kid: string;
  readonly secret: CryptoKey;
  readonly jwk: JWK;
  readonly publicJwk: JWK;
}

const client = { id: 'test-client', secret: 'test-client-secret-0123456789' };

/** @param audience the one resource it issues tokens for, with the scopes `mcp` and `mcp:write` */
export async function startOpenIdProvider(audience: string): Promise<OpenIdProvider> {
  const requests = new Map<string, number>();
  let keys = [await createKey()];
  let answer: ReturnType<Provider['callback']> | undefined;
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    requests.set(path, (requests.get(path) ?? 0) + 1);
    void answer?.(request, response);
  });
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  await listen(0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const { port } = address;
  const issuer = `http://127.0.0.1:${port}`;
  const serve = () => {
    answer = createProvider(issuer, audience, keys).callback();
  };
  serve();
  const current = () => {
    const [key] = keys;
    if (!key) throw new Error('no key');
    return key;
  };
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    issuer,
    requests,
    get publicKey() {
      return current().publicJwk;
    },
    token: (scope = 'mcp') => requestToken(issuer, audience, scope),
    sign: (claims, header = {}) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: current().kid, ...header })
        .sign(current().secret),
    async rollover(keepOld) {
      keys = [await createKey(), ...(keepOld ? keys : [])];
      serve();
    },
    stop,
    restart: () => listen(port),
    [Symbol.asyncDispose]: stop,
  };
}

let made = 0;

async function createKey(): Promise<SigningKey> {
  const pair = await generateKeyPair('ES256', { extractable: true });
  const kid = `key-${++made}`;
  const named = { kid, alg: 'ES256', use: 'sig' };
  return {
    kid,
    secret: pair.privateKey,
    jwk: { ...(await exportJWK(pair.privateKey)), ...named },
    publicJwk: { ...(await exportJWK(pair.publicKey)), ...named },
  };
}

function createProvider(issuer: string, audience: string, keys: readonly SigningKey[]): Provider {
  return new Provider(issuer, {
    jwks: { keys: keys.map((key) => ({ kty: 'EC', ...key.jwk })) },
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          scope: 'mcp mcp:write',
          audience,
          accessTokenFormat: 'jwt',
          accessTokenTTL: 300,
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
    extraTokenClaims: () => ({ roles: ['reader'], realm: { roles: ['auditor'] } }),
  });
}

async function requestToken(issuer: string, resource: string, scope: string): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope, resource }),
  });
  const body: unknown = await response.json();
  if (
    typeof body === 'object' &&
    body !== null &&
    'access_token' in body &&
    typeof body.access_token === 'string'
  ) {
    return body.access_token;
  }
  throw new Error(`the provider answered ${response.status} ${JSON.stringify(body)}`);
}
