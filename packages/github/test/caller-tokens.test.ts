import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GitHub } from '@portolan/doubles/github';
import {
  apiKeyOf,
  auditRecords,
  type ClientKind,
  clientKinds,
  connect,
  createTempFolder,
  errorOf,
  nodeCommand,
  startHttpServer,
  type TestClient,
  walkCallerTokenReadme,
  withArgs,
  writeApiKeys,
} from '@portolan/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startDouble } from '../src/test-support.ts';

const bin = nodeCommand(fileURLToPath(new URL('../src/bin.ts', import.meta.url)));
const header = 'x-github-token';

/** The server over HTTP before a double, with callers who bring tokens. */
async function start(
  double: GitHub,
  words: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
) {
  const folder = await createTempFolder();
  const audit = join(folder.path, 'audit.jsonl');
  const there = ['--api-url', double.url, '--allow-local-host', '--caller-token-header', 'X-GitHub-Token'];
  const command = withArgs(bin, ...there, '--audit', audit, '--toolsets', 'all', ...words);
  const http = await startHttpServer({ ...command, env });
  onTestFinished(async () => {
    await http[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });
  const as = async (kind: ClientKind, token?: string, headers: Readonly<Record<string, string>> = {}) => {
    const client = await connect(kind, {
      url: http.url,
      headers: { ...headers, ...(token !== undefined && { [header]: token }) },
    });
    onTestFinished(() => client.close());
    return client;
  };
  return { http, as, audit, folder: folder.path };
}

const harbour = { owner: 'octo', repo: 'harbour' };

/** What a call answered, or the code of its error. */
async function outcome(client: TestClient, tool: string, args: Readonly<Record<string, unknown>> = harbour) {
  const answer = await client.callTool(tool, args);
  return answer.isError ? errorOf(answer).code : answer.structuredContent;
}

const toolNames = async (client: TestClient) => (await client.listTools()).map(({ name }) => name);

describe.each(clientKinds)('callers who bring tokens of their own (%s)', (kind) => {
  it('see what their own token may see, also where an answer is kept', async () => {
    const double = await startDouble();
    double.repository('octo/harbour', { private: true });
    const { as } = await start(double, [], { GITHUB_TOKEN: double.token({ login: 'octo' }) });
    const octo = await as(kind, double.token({ login: 'octo' }));
    const acme = await as(kind, double.token({ login: 'acme' }));
    const nobody = await as(kind);
    const seen = { full_name: 'octo/harbour' };
    expect(await outcome(octo, 'get_repository')).toMatchObject(seen);
    expect(await outcome(acme, 'get_repository')).toBe('not_found');
    expect(await outcome(octo, 'get_repository')).toMatchObject(seen);
    expect(double.requests.filter(({ status }) => status === 304)).toHaveLength(1);
    expect(await outcome(acme, 'get_repository')).toBe('not_found');
    expect([await outcome(octo, 'get_me', {}), await outcome(acme, 'get_me', {})]).toMatchObject([
      { login: 'octo' },
      { login: 'acme' },
    ]);
    // Nobody is given the credential of the server, and nothing is asked for nobody.
    const asked = double.requests.length;
    expect(await outcome(nobody, 'get_repository')).toBe('unauthenticated');
    expect(await outcome(nobody, 'get_me', {})).toBe('unauthenticated');
    expect(double.requests).toHaveLength(asked);
    expect(await toolNames(nobody)).toContain('push_files');
  });

  it('are shown the tools that the scopes of their own token are good for', async () => {
    const double = await startDouble();
    double.repository('octo/harbour');
    const { as } = await start(double);
    const able = await as(kind, double.token({ login: 'octo' }));
    const weak = await as(kind, double.token({ login: 'octo', scopes: ['gist'] }));
    for (const client of [able, weak])
      expect(await outcome(client, 'get_repository')).toHaveProperty('full_name');
    expect(await toolNames(able)).toContain('push_files');
    const left = await toolNames(weak);
    expect(left).not.toContain('push_files');
    expect(left).toContain('get_file_contents');
    expect(errorOf(await weak.callTool('create_branch', { ...harbour, branch: 'x' }))).toMatchObject({
      code: 'not_found',
      next: 'Check the names, and if they are right, ask the user for a token of theirs with one of these scopes.',
    });
  });
});

it('asks GitHub nothing with a token of another form', async () => {
  const double = await startDouble();
  const { http } = await start(double);
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'get_me' } });
  const send = (value: string) =>
    fetch(http.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        [header]: value,
      },
      body,
    });
  const random = '0123456789abcdefghijABCDEFGHIJ012345';
  for (const value of [
    `ghr_${random}`,
    `xoxp-${random}`,
    random,
    `Bearer ghp_${random}`,
    'ghp_short',
    'github_pat_x',
  ]) {
    const answer = await send(value);
    expect([answer.status, await answer.text()]).toEqual([
      400,
      expect.stringContaining(`The header ${header}`),
    ]);
  }
  for (const value of [`ghp_${random}`, `ghs_12345_eyJ${random}.${random}.${random}-_`]) {
    const answer = await send(value);
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('"status":401')]);
  }
  expect(double.requests.map(({ status }) => status)).toEqual([401, 401]);
});

it('shows a token nowhere, and says in the audit by a fingerprint which it was', async () => {
  const double = await startDouble();
  double.repository('octo/harbour', { private: true });
  const { http, as, audit } = await start(double, ['--log-level', 'debug']);
  const token = double.token({ login: 'octo' });
  const client = await as('v2-modern', token);
  const told = [JSON.stringify(await client.callTool('get_me'))];
  const base64 = Buffer.from(`octo:${token}`).toString('base64');
  for (const query of [token, base64, encodeURIComponent(token)]) {
    told.push(JSON.stringify(await client.callTool('search_code', { query: `${query} user:octo` })));
  }
  double.revoke(token);
  const refused = await client.callTool('get_repository', harbour);
  expect(errorOf(refused)).toMatchObject({
    code: 'permission_denied',
    next: 'It may have expired or been revoked: ask the user to set a new token of theirs in their client.',
  });
  told.push(JSON.stringify(refused));
  for (const path of ['readyz', 'metrics']) {
    told.push(await (await fetch(`${http.origin}/${path}`, { headers: { [header]: token } })).text());
  }
  expect(told.at(-2)).toContain('is asked with the credentials that callers bring only');
  await expect.poll(async () => (await auditRecords(audit)).length).toBe(5);
  const everything = [...told, http.process.stderr(), await readFile(audit, 'utf8')].join('\n');
  for (const part of [token.slice(4, 16), base64.slice(12, 28)]) expect(everything).not.toContain(part);
  const callers = new Set((await auditRecords(audit)).map(({ caller }) => JSON.stringify(caller)));
  expect([...callers]).toEqual([expect.stringMatching(/"credential":"[0-9a-f]{32}"/)]);
});

it('makes an issue of each caller for one key', async () => {
  const double = await startDouble();
  double.repository('octo/harbour');
  const { as } = await start(double);
  const ada = await as('v2-modern', double.token({ login: 'ada' }));
  const eve = await as('v2-modern', double.token({ login: 'eve' }));
  const issue = { ...harbour, title: 'Leak', idempotencyKey: 'the-leak' };
  const numbers = [];
  for (const client of [ada, eve, ada, eve]) {
    numbers.push((await client.callTool('create_issue', issue)).structuredContent);
  }
  expect(numbers).toMatchObject([{ number: 1 }, { number: 2 }, { number: 1 }, { number: 2 }]);
});

it('keeps the permissions that lockdown asks for apart', async () => {
  const double = await startDouble();
  const repository = double.repository('octo/harbour');
  repository.issue({ title: 'By the owner', author: 'octo' });
  const { as } = await start(double, ['--lockdown']);
  const owner = await as('v2-modern', double.token({ login: 'octo' }));
  const stranger = await as('v2-modern', double.token({ login: 'stranger' }));
  const titles = async (client: TestClient) => JSON.stringify(await client.callTool('list_issues', harbour));
  expect(await titles(owner)).toContain('By the owner');
  // Who may not ask for permissions is shown nothing, although another was just told them.
  expect(await titles(stranger)).not.toContain('By the owner');
  expect(await titles(owner)).toContain('By the owner');
});

it('works beside tenants and API keys: a token that is brought comes first, then the tenant, then nothing', async () => {
  const double = await startDouble();
  const folder = await createTempFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const app = double.app({ slug: 'crane' });
  double.repository('octo/harbour', { private: true });
  const privateKey = join(folder.path, 'key.pem');
  await writeFile(privateKey, app.privateKey);
  const tenants = join(folder.path, 'tenants.json');
  const installation = String(app.install('octo'));
  const entry = { caller: 'api_key:ada', app: { id: `${app.id}`, privateKey, installation } };
  await writeFile(tenants, JSON.stringify({ tenants: [entry] }));
  const keys = await writeApiKeys(folder.path, ['ada', 'ben']);
  const { as, audit } = await start(double, ['--tenants', tenants, '--api-keys', keys], {
    GITHUB_TOKEN: double.token({ login: 'octo' }),
  });
  const key = (who: string) => ({ 'x-api-key': apiKeyOf(who) });
  const acme = double.token({ login: 'acme' });
  const adaOfApp = await as('v2-modern', undefined, key('ada'));
  const adaHerself = await as('v2-modern', acme, key('ada'));
  const ben = await as('v2-modern', undefined, key('ben'));
  const benHimself = await as('v2-modern', acme, key('ben'));
  expect(await outcome(adaOfApp, 'get_me', {})).toMatchObject({ credential: 'app_installation' });
  expect(await outcome(adaHerself, 'get_me', {})).toMatchObject({ login: 'acme' });
  expect(await outcome(ben, 'get_me', {})).toBe('unauthenticated');
  expect(await outcome(benHimself, 'get_me', {})).toMatchObject({ login: 'acme' });
  expect(await outcome(adaOfApp, 'get_repository')).toMatchObject({ full_name: 'octo/harbour' });
  expect(await outcome(adaHerself, 'get_repository')).toBe('not_found');
  await expect.poll(async () => (await auditRecords(audit)).length).toBe(6);
  const denied = (await auditRecords(audit)).find(({ errorCode }) => errorCode === 'unauthenticated');
  expect(denied).toMatchObject({ status: 'denied', caller: { id: 'api_key:ben' } });
});

it('with the fallback a caller without a token works with that of the server', async () => {
  const double = await startDouble();
  const { as } = await start(double, ['--caller-token-fallback'], {
    GITHUB_TOKEN: double.token({ login: 'octo' }),
  });
  expect(await outcome(await as('v2-modern'), 'get_me', {})).toMatchObject({ login: 'octo' });
  const ada = await as('v2-modern', double.token({ login: 'ada' }));
  expect(await outcome(ada, 'get_me', {})).toMatchObject({ login: 'ada' });
});

it('does what the README says, command by command', async () => {
  const double = await startDouble();
  const { http } = await start(double);
  const token = double.token({ login: 'octo' });
  const answer = await walkCallerTokenReadme({
    packageFolder: new URL('../', import.meta.url),
    part: ['### Callers bring their own token', '## What it keeps to'],
    server: bin,
    header: 'X-GitHub-Token',
    variable: 'GITHUB_TOKEN',
    token,
    url: http.url,
  });
  expect(answer).toContain('"login":"octo"');
  await using client = await connect('v1', { url: http.url, headers: { 'X-GitHub-Token': token } });
  expect(await outcome(client, 'get_me', {})).toMatchObject({ login: 'octo' });
});
