import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLogger } from '../telemetry/logger.ts';
import { openApiKeyFile } from './api-key-file.ts';
import { parseApiKeys } from './api-keys.ts';
import { createAuthenticator } from './authenticator.ts';

const secret = 'canary-key-5c1d0f77a2';
const sha256 = (key: string) => createHash('sha256').update(key).digest('hex');
const logged: string[] = [];
const log = createLogger('debug', (line) => logged.push(line));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portolan-keys-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function keyFile(name: string, content: unknown): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('an API key', () => {
  test.each([
    ['in X-API-Key', { 'x-api-key': secret }],
    ['as a bearer token', { authorization: `Bearer ${secret}` }],
  ])('%s names its caller', async (_, headers) => {
    const apiKeysFile = await keyFile('good.json', {
      keys: [
        { id: 'other', sha256: sha256('other') },
        { id: 'ci', sha256: sha256(secret).toUpperCase(), roles: ['writer'], scopes: ['mcp'] },
      ],
    });
    const server = await createAuthenticator({ apiKeysFile }, log);
    expect(await server?.authenticate(headers)).toMatchObject({
      caller: { id: 'api_key:ci', kind: 'api_key', roles: ['writer'], scopes: ['mcp'] },
      authInfo: { clientId: 'ci', token: 'withheld' },
    });
    expect(
      await server?.wellKnown(new Request('http://a/.well-known/oauth-protected-resource')),
    ).toBeUndefined();
  });

  test.each([
    ['unknown', { 'x-api-key': `${secret}x` }],
    ['expired', { 'x-api-key': 'old' }],
    ['empty', { 'x-api-key': '' }],
    ['the hash itself', { 'x-api-key': sha256(secret) }],
    ['in another scheme', { authorization: `Basic ${secret}` }],
    ['missing', {}],
  ])('that is %s is refused with 401', async (_, headers) => {
    const apiKeysFile = await keyFile('some.json', {
      keys: [
        { id: 'ci', sha256: sha256(secret) },
        { id: 'old', sha256: sha256('old'), expires: '2020-01-01' },
      ],
    });
    const answer = await (await createAuthenticator({ apiKeysFile }, log))?.authenticate(headers);
    if (!(answer instanceof Response)) throw new Error('let in');
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
    expect(await answer.text()).not.toContain(secret);
  });

  test('from YAML', async () => {
    const path = await keyFile(
      'keys.yaml',
      `keys:\n  - id: ci\n    sha256: ${sha256(secret)}\n    expires: 2999-01-01\n`,
    );
    const keys = await (await openApiKeyFile(path, log)).current();
    expect(keys.find(secret, Date.now())).toMatchObject({ caller: { id: 'api_key:ci' } });
  });
});

describe('a key file that cannot be used', () => {
  test.each<[string, unknown, RegExp]>([
    ['a plain key', { keys: [{ id: 'ci', key: secret }] }, /plain keys are refused, give sha256/],
    [
      'a plain key where the hash goes',
      { keys: [{ id: 'ci', sha256: secret }] },
      /keys\.0\.sha256: give the SHA-256/,
    ],
    ['an id twice', { keys: [1, 2].map(() => ({ id: 'ci', sha256: sha256('x') })) }, /same id/],
    ['an id with a space', { keys: [{ id: 'c i', sha256: sha256('x') }] }, /keys\.0\.id/],
    ['a wrong date', { keys: [{ id: 'ci', sha256: sha256('x'), expires: 'soon' }] }, /keys\.0\.expires/],
    ['no list', {}, /keys/],
    ['broken JSON', `{"keys": ["${secret}"`, /not valid JSON/],
  ])('%s is refused at start, without quoting it', async (_, content, message) => {
    const path = await keyFile('bad.json', content);
    const failure = await openApiKeyFile(path, log).catch((error: unknown) => error);
    expect(String(failure)).toMatch(message);
    expect(String(failure)).toContain(`--api-keys ${path}`);
    expect(String(failure)).not.toContain(secret);
  });

  test('a missing file is named', async () => {
    await expect(openApiKeyFile(join(folder, 'none.json'), log)).rejects.toThrow(
      /--api-keys .*none\.json: there is no such file\.$/,
    );
  });

  test('more keys than are compared in good time are refused', () => {
    const keys = Array.from({ length: 1_001 }, (_, index) => ({
      id: `k${index}`,
      sha256: sha256(`${index}`),
    }));
    expect(() => parseApiKeys({ keys })).toThrow(/1000/);
  });
});

test('a changed file is used without restart; a bad one leaves the last good keys in force', async () => {
  let clock = 0;
  const path = await keyFile('live.json', { keys: [{ id: 'first', sha256: sha256('first') }] });
  const file = await openApiKeyFile(path, log, () => clock);
  const holder = async (key: string) => {
    clock += 1_000;
    const found = (await file.current()).find(key, Date.now());
    return typeof found === 'object' ? found.caller.id : found;
  };
  expect(await holder('first')).toBe('api_key:first');

  await rename(await keyFile('next.json', { keys: [{ id: 'second', sha256: sha256('second') }] }), path);
  expect(await holder('second')).toBe('api_key:second');
  expect(await holder('first')).toBeUndefined();

  await writeFile(path, `{"keys":[{"id":"third","key":"${secret}"}]}`);
  expect(await holder('second')).toBe('api_key:second');
  expect(file.problem()).toMatch(/plain keys are refused/);

  await rm(path);
  expect(await holder('second')).toBe('api_key:second');
  expect(file.problem()).toBe('there is no such file');

  // To read a pipe would keep every call waiting.
  execFileSync('mkfifo', [path]);
  expect(await holder('second')).toBe('api_key:second');
  expect(file.problem()).toMatch(/not a file/);
  await rm(path);

  await writeFile(path, `${JSON.stringify({ keys: [] })}${' '.repeat(1024 * 1024)}`);
  expect(await holder('second')).toBe('api_key:second');
  expect(file.problem()).toMatch(/over 1048576 bytes/);

  await writeFile(path, JSON.stringify({ keys: [] }));
  expect(await holder('second')).toBeUndefined();
  expect(file.problem()).toBeUndefined();
  expect(logged.join('')).not.toContain(secret);
});
