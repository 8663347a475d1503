import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GitHub } from '@portolan/doubles/github';
import {
  apiKeyOf,
  connect,
  createTempFolder,
  errorOf,
  nodeCommand,
  startFaultProxy,
  startHttpServer,
  withArgs,
  writeApiKeys,
} from '@portolan/testing';
import { expect, it, onTestFinished } from 'vitest';
import { connectGitHub, startDouble } from '../src/test-support.ts';

const place = { owner: 'octo', repo: 'harbour' };

async function withApp(permissions?: Readonly<Record<string, 'read' | 'write'>>) {
  const double = await startDouble();
  double.repository('octo/harbour', { private: true });
  const folder = await createTempFolder();
  const app = double.app({ slug: 'crane', ...(permissions && { permissions }) });
  const installation = String(app.install('octo'));
  const privateKey = join(folder.path, 'key.pem');
  await writeFile(privateKey, app.privateKey);
  const argv = ['--app-id', `${app.id}`, '--app-private-key', privateKey, '--app-installation', installation];
  return { double, folder, argv, app, installation, privateKey };
}

const tokensMade = (double: GitHub) =>
  double.requests.filter(({ path }) => path.endsWith('/access_tokens')).length;

it('works as an installation of an App, with one token for many calls', async () => {
  const { double, argv, folder } = await withApp();
  await using _ = folder;
  const { ok } = await connectGitHub({ url: double.url, argv });
  await Promise.all([ok('get_repository', place), ok('list_tags', place), ok('list_branches', place)]);
  expect(tokensMade(double)).toBe(1);
  expect(await ok('get_me')).toMatchObject({
    credential: 'app_installation',
    repositories: 1,
    permissions: { contents: 'write' },
  });
});

it('hides what the permissions of the App rule out', async () => {
  const { double, argv, folder } = await withApp({ metadata: 'read', contents: 'read', issues: 'write' });
  await using _ = folder;
  const { ok, client } = await connectGitHub({ url: double.url, argv });
  await ok('get_repository', place);
  const names = (await client.listTools()).tools.map(({ name }) => name);
  expect(names).toContain('create_issue');
  for (const name of ['push_files', 'list_workflow_runs', 'create_pull_request']) {
    expect(names).not.toContain(name);
  }
});

it('says that the key of the App cannot be read or used, without showing it, until it is mended', async () => {
  const { double, app, argv, folder, privateKey } = await withApp();
  await using _ = folder;
  const wrong = argv.map((word) => (word === privateKey ? `${privateKey}.gone` : word));
  const absent = await connectGitHub({ url: double.url, argv: wrong });
  expect(await absent.refused('get_me')).toMatchObject({
    code: 'permission_denied',
    message: expect.stringContaining('cannot be read'),
  });
  await writeFile(privateKey, '-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n-----END RSA PRIVATE KEY-----\n');
  const broken = await connectGitHub({ url: double.url, argv });
  const error = await broken.refused('get_me');
  expect(error.code).toBe('permission_denied');
  expect(JSON.stringify(error)).not.toContain('c2VjcmV0');
  await writeFile(privateKey, app.privateKey);
  expect(await broken.ok('get_me')).toMatchObject({ credential: 'app_installation' });
});

it('says that an installation is gone', async () => {
  const { double, argv, folder, installation } = await withApp();
  await using _ = folder;
  const wrong = argv.map((word) => (word === installation ? '999999' : word));
  const { refused } = await connectGitHub({ url: double.url, argv: wrong });
  expect(await refused('get_me')).toMatchObject({ code: 'not_found' });
});

const bin = nodeCommand(fileURLToPath(new URL('../src/bin.ts', import.meta.url)));

it('gives each caller over HTTP the credential of its tenant, and no other', async () => {
  const { double, folder, app, installation, privateKey } = await withApp();
  await using _ = folder;
  double.repository('acme/quay', { private: true });
  const tokenFile = join(folder.path, 'token');
  await writeFile(tokenFile, `${double.token({ login: 'acme' })}\n`);
  const tenants = join(folder.path, 'tenants.json');
  const entries = [
    { caller: 'api_key:ada', app: { id: `${app.id}`, privateKey, installation } },
    { role: 'acme', tokenFile },
    { caller: 'api_key:bob', tokenEnv: 'BOBS_TOKEN' },
  ];
  await writeFile(tenants, JSON.stringify({ tenants: entries }));
  const names = ['ada', 'eve', 'bob', 'guest'];
  const keys = await writeApiKeys(folder.path, names, (id) => (id === 'eve' ? ['acme'] : []));
  const flags = ['--api-url', double.url, '--allow-local-host', '--tenants', tenants, '--api-keys', keys];
  const command = withArgs(bin, ...flags, '--audit', 'off');
  await using http = await startHttpServer({
    ...command,
    env: { GITHUB_TOKEN: double.token({ login: 'octo' }), BOBS_TOKEN: double.token({ login: 'bob' }) },
  });
  const call = async (id: string, tool: string, args: Readonly<Record<string, unknown>>) => {
    await using client = await connect('v2-modern', {
      url: http.url,
      headers: { 'x-api-key': apiKeyOf(id) },
    });
    const answer = await client.callTool(tool, args);
    return answer.isError ? errorOf(answer).code : answer.structuredContent;
  };
  const harbour = (id: string) => call(id, 'get_repository', place);
  const quay = (id: string) => call(id, 'get_repository', { owner: 'acme', repo: 'quay' });
  expect(await harbour('ada')).toMatchObject({ full_name: 'octo/harbour' });
  expect(await quay('ada')).toBe('not_found');
  expect(await quay('eve')).toMatchObject({ full_name: 'acme/quay' });
  expect(await harbour('eve')).toBe('not_found');
  expect(await call('bob', 'get_me', {})).toMatchObject({ login: 'bob' });
  expect(await harbour('bob')).toBe('not_found');
  expect(await harbour('guest')).toBe('permission_denied');
  // What one of them was answered is not shown to another.
  expect(await harbour('ada')).toMatchObject({ full_name: 'octo/harbour' });
  expect(await harbour('eve')).toBe('not_found');
});

it('says that what the file of tenants leads to is no token, and shows it nowhere', async () => {
  await using folder = await createTempFolder();
  const tokenFile = join(folder.path, 'token');
  await writeFile(tokenFile, 'first-unknown-shape\nsecond-unknown-shape\n');
  const tenants = join(folder.path, 'tenants.json');
  await writeFile(tenants, JSON.stringify({ tenants: [{ caller: 'api_key:ada', tokenFile }] }));
  const keys = await writeApiKeys(folder.path, ['ada']);
  const flags = ['--api-url', 'http://127.0.0.1:9', '--allow-local-host', '--log-level', 'debug'];
  const command = withArgs(bin, ...flags, '--tenants', tenants, '--api-keys', keys, '--audit', 'stderr');
  await using http = await startHttpServer(command);
  await using client = await connect('v2-modern', {
    url: http.url,
    headers: { 'x-api-key': apiKeyOf('ada') },
  });
  const error = errorOf(await client.callTool('get_me', {}));
  expect(error).toMatchObject({ code: 'permission_denied' });
  for (const shown of [JSON.stringify(error), http.process.stderr()]) {
    expect(shown).not.toMatch(/unknown-shape/);
  }
});

it('lets no App wait because another one asks too often', async () => {
  const { double, folder, app, installation, privateKey } = await withApp();
  await using _ = folder;
  const proxy = await startFaultProxy({ target: double.url });
  onTestFinished(() => proxy.close());
  const quay = double.app({ slug: 'quay' });
  const otherKey = join(folder.path, 'other.pem');
  await writeFile(otherKey, quay.privateKey);
  const apps = {
    ada: { id: `${app.id}`, privateKey, installation },
    eve: { id: `${quay.id}`, privateKey: otherKey, installation: String(quay.install('octo')) },
  };
  const tenants = join(folder.path, 'tenants.json');
  const entries = Object.entries(apps).map(([id, own]) => ({ caller: `api_key:${id}`, app: own }));
  await writeFile(tenants, JSON.stringify({ tenants: entries }));
  const keys = await writeApiKeys(folder.path, Object.keys(apps));
  const flags = ['--api-url', proxy.url, '--allow-local-host', '--tenants', tenants, '--api-keys', keys];
  await using http = await startHttpServer(withArgs(bin, ...flags, '--audit', 'off'));
  const call = async (id: string) => {
    const headers = { 'x-api-key': apiKeyOf(id) };
    await using client = await connect('v2-modern', { url: http.url, headers });
    const answer = await client.callTool('get_repository', place);
    return answer.isError ? errorOf(answer).code : answer.structuredContent;
  };
  proxy.script({ kind: 'status', status: 403, headers: { 'retry-after': '3600' }, path: /access_tokens$/ });
  expect(await call('eve')).toBe('rate_limited');
  expect(await call('ada')).toMatchObject({ full_name: 'octo/harbour' });
});

it.each([
  [{ tenants: [{ caller: 'a' }] }, 'give one of tokenEnv, tokenFile and app'],
  [{ tenants: [{ tokenEnv: 'X' }] }, 'give either caller or role'],
  [{ tenants: [{ caller: 'a', role: 'b', tokenEnv: 'X' }] }, 'give either caller or role'],
  [{ tenants: [{ caller: 'a', token: 'ghp_secret' }] }, 'Unrecognized key'],
])('does not start with tenants %j', async (content, problem) => {
  await using folder = await createTempFolder();
  const file = join(folder.path, 'tenants.json');
  await writeFile(file, JSON.stringify(content));
  const starting = connectGitHub({ url: 'http://127.0.0.1:9', argv: ['--tenants', file] });
  await expect(starting).rejects.toThrow(problem);
  await expect(starting).rejects.not.toThrow('ghp_secret');
});

it('does not start with half an App, or with an App and a token', async () => {
  const url = 'http://127.0.0.1:9';
  await expect(connectGitHub({ url, argv: ['--app-id', '1'] })).rejects.toThrow('go together');
  const whole = ['--app-id', '1', '--app-private-key', 'x', '--app-installation', '2'];
  await expect(connectGitHub({ url, argv: whole, token: 'ghp_x' })).rejects.toThrow('not both');
});
