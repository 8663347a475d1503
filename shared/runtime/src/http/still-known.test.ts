import { writeFile } from 'node:fs/promises';
import { afterEach, expect, test } from 'vitest';
import { apiKeyOf, createTempFolder, writeApiKeys } from '../../../testing/src/index.ts';
import { modernRequest, startTestServer, type TestServer } from '../../test/support/http-server.ts';
import { startOpenIdProvider } from '../../test/support/openid-provider.ts';
import { createAuthenticator } from '../auth/authenticator.ts';
import { createCallerTokens } from '../caller-token/caller-tokens.ts';
import { createLogger } from '../telemetry/logger.ts';

const log = createLogger('error', () => {});
let server: TestServer | undefined;
afterEach(() => server?.close(0));

const [body, headers] = modernRequest('subscriptions/listen', { notifications: { toolsListChanged: true } });
const openStream = async (credential: Record<string, string>) => {
  const stream = await server?.post(body, { ...headers, ...credential });
  expect(stream?.status).toBe(200);
  return { untilEnd: async () => void (await stream?.text()) };
};

test('a stream ends when its API key is withdrawn or gets other roles, and not the one beside it', async () => {
  await using folder = await createTempFolder();
  const apiKeysFile = await writeApiKeys(folder.path, ['ann', 'bob', 'eve'], () => ['reader']);
  const authenticator = await createAuthenticator({ apiKeysFile }, log);
  server = await startTestServer({ authenticator, log, limits: { streamCheckMs: 50 } });
  const ended: string[] = [];
  for (const id of ['ann', 'bob', 'eve']) {
    const stream = await openStream({ 'x-api-key': apiKeyOf(id) });
    void stream.untilEnd().then(() => ended.push(id));
  }
  await writeApiKeys(folder.path, ['bob', 'eve'], (id) => [id === 'eve' ? 'writer' : 'reader']);
  await expect.poll(() => ended.toSorted()).toEqual(['ann', 'eve']);
  await writeFile(apiKeysFile, 'no longer JSON');
  await new Promise((resolve) => setTimeout(resolve, 1_300));
  expect(ended).toHaveLength(2);
});

test('a stream of a caller with a token for the upstream lives as long as its API key', async () => {
  await using folder = await createTempFolder();
  const apiKeysFile = await writeApiKeys(folder.path, ['ann', 'bob']);
  const authenticator = await createAuthenticator({ apiKeysFile }, log);
  const form = { prefixes: ['tok_'], problemOf: () => undefined };
  const callerTokens = createCallerTokens({ header: 'x-up-token', form, stateKey: undefined });
  server = await startTestServer({ authenticator, callerTokens, log, limits: { streamCheckMs: 50 } });
  const ended: string[] = [];
  for (const id of ['ann', 'bob']) {
    const stream = await openStream({ 'x-api-key': apiKeyOf(id), 'x-up-token': 'tok_of_both' });
    void stream.untilEnd().then(() => ended.push(id));
  }
  await writeApiKeys(folder.path, ['bob']);
  await expect.poll(() => ended).toEqual(['ann']);
});

test('a stream ends when its token has expired', async () => {
  const audience = 'http://127.0.0.1/mcp';
  await using provider = await startOpenIdProvider(audience);
  const authenticator = await createAuthenticator({ oidc: { issuer: provider.issuer, audience } }, log);
  server = await startTestServer({ authenticator, log, limits: { streamCheckMs: 50 } });
  const exp = Math.floor(Date.now() / 1_000) + 8;
  const token = await provider.sign({ iss: provider.issuer, aud: audience, sub: 'ann', exp });
  const stream = await openStream({ authorization: `Bearer ${token}` });
  await stream.untilEnd();
  expect(Date.now()).toBeGreaterThanOrEqual(exp * 1_000);
});
