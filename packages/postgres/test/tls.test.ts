import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres, type TestPostgres, unprivileged } from '@portolan/testing';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connectTools } from '../src/tools/test-support.ts';
import { as, runAs } from './support/cluster.ts';

const folder = mkdtempSync(join(tmpdir(), 'portolan-tls-'));
const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
let postgres: TestPostgres;
let url = '';

beforeAll(async () => {
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const options = [
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-keyout',
    key,
    '-out',
    certificate,
  ];
  execFileSync('openssl', ['req', ...options, ...subject], { stdio: 'ignore' });
  chmodSync(key, 0o600);
  chmodSync(folder, 0o755);
  const identity = unprivileged();
  if (identity !== undefined) chownSync(key, identity.uid, identity.gid);
  postgres = await startPostgres({
    settings: ['ssl=on', `ssl_cert_file=${certificate}`, `ssl_key_file=${key}`],
  });
  await runAs(postgres.url, 'CREATE ROLE reader LOGIN');
  url = as(postgres.url, 'reader');
});

afterAll(async () => {
  await postgres[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

describe('TLS', () => {
  it('is used where the URL asks for it and the certificate is trusted', async () => {
    const { ok } = await connectTools(`${url}?sslmode=verify-full&sslrootcert=${certificate}`);
    const { tls, problems } = await ok('check_connection');
    expect(tls).toMatch(/^TLSv1/);
    expect(problems).toEqual([]);
  });

  it('is refused where nobody vouches for the certificate', async () => {
    const { call } = await connectTools(`${url}?sslmode=verify-full`);
    const answer = await call('query', { sql: 'SELECT 1' });
    expect(answer).toMatchObject({ isError: true, code: 'unavailable' });
    expect(answer.text).toMatch(/SELF_SIGNED|TLS/);
  });

  it('is left out where the URL says so', async () => {
    const { ok } = await connectTools(`${url}?sslmode=disable`);
    expect(await ok('check_connection')).toMatchObject({ tls: 'none' });
  });

  it('that a server does not offer is an error, never a connection without it', async () => {
    const { call } = await connectTools(`${inject('readerUrl')}?sslmode=verify-full`);
    expect(await call('query', { sql: 'SELECT 1' })).toMatchObject({ isError: true, code: 'unavailable' });
  });

  it('does not keep a statement from being cancelled', async () => {
    const { call, rows } = await connectTools(`${url}?sslmode=verify-full&sslrootcert=${certificate}`);
    const controller = new AbortController();
    const sql = 'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r';
    const refused = expect(call('query', { sql }, controller.signal)).rejects.toThrow();
    const active = () =>
      runAs(
        postgres.url,
        `SELECT count(*)::int FROM pg_stat_activity WHERE state = 'active' AND usename = 'reader'`,
      );
    await expect.poll(active).toEqual([[1]]);
    controller.abort('enough');
    await refused;
    await expect.poll(active).toEqual([[0]]);
    expect(await rows('SELECT 1')).toEqual([[1]]);
  });
});
