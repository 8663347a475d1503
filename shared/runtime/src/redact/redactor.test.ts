import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { makeCorpus } from '../../test/redact/corpus.ts';
import { seededRandom } from '../../test/redact/random.ts';
import { createRedactor } from './redactor.ts';

const redactor = createRedactor();

describe('recall', () => {
  it.each([1, 2, 3])(
    'finds at least 98 % of a corpus of secrets, and 90 % of every kind (seed %i)',
    (seed) => {
      const corpus = makeCorpus(seededRandom(seed), 20);
      const missed = corpus.filter(({ secret, text }) => leaks(redactor.text(text), secret));
      expect(corpus.length).toBeGreaterThanOrEqual(500);
      const recall = 1 - missed.length / corpus.length;
      expect(recall, missed.map(({ text }) => text).join('\n')).toBeGreaterThanOrEqual(0.98);
      for (const { kind } of corpus) {
        expect(missed.filter((sample) => sample.kind === kind).length, kind).toBeLessThanOrEqual(2);
      }
    },
  );

  /** A part of a secret that is a third of it or 16 characters is a leak too. */
  function leaks(text: string, secret: string): boolean {
    const part = Math.max(6, Math.min(16, Math.floor(secret.length / 3)));
    for (let at = 0; at + part <= secret.length; at++) {
      if (text.includes(secret.slice(at, at + part))) return true;
    }
    return false;
  }
});

describe('ordinary text stays as it is', () => {
  const unchanged = (text: string) => expect(redactor.text(text)).toBe(text);

  it.each([
    'The quick brown fox jumps over the lazy dog. Enter your password: it must be at least 8 characters.',
    'Forgot your password? The token expired; ask for a new token, then try again.',
    'Basic authentication is not supported, use bearer authentication instead.',
    'See https://example.com:8443/a/b?page=2#top or mail someone@example.com about it.',
    'git clone git@github.com:org/repo.git && cd repo',
    'https://user@example.com/path and ssh://git@example.com:22/x.git',
    'const password = readPassword(); token = next(); if (secret === undefined) return;',
    'interface Login { password: string; token?: string; secret: Secret | undefined }',
    'max_tokens: 4096, total_tokens=512, next_page_token: CAUQAA2, pageToken=abc12345',
    'SyntaxError: Unexpected token: } in JSON at position 4',
    'z.object({ password: z.string().min(8), apiKey: z.string() })',
    `password: ${'$'}{DB_PASSWORD}, token={{ .Values.token }}, secret=<your secret>, password=********`,
    'password=$DB_PASSWORD token=$(cat token.txt)',
    'PWD=/home/me/project OLDPWD=/tmp {"PWD":"/home/me"}',
    'sk-learn, risk-averse-people-in-a-long-hyphenated-word, task-manager-of-the-year-award-2024',
    'key-value stores, xoxo, AKIA is a prefix, npm_config_registry, hf_hub_download, shpat and eyJ alone',
    'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
    '{"type":"object","properties":{"password":{"type":"string"},"token":{"type":"string"}}}',
    '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ\n-----END CERTIFICATE-----',
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGq2v9qF3XgW2m5hFh0mZ4S0r1yQkXJ7cWl5Yz8R2v1T me@example.com',
    'integrity sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==',
  ])('%s', unchanged);

  it('identifiers and hashes', () => {
    for (let round = 0; round < 500; round++) {
      const digest = createHash('sha512').update(`${round}`);
      unchanged(`id ${randomUUID()} commit ${digest.copy().digest('hex').slice(0, 40)}`);
      unchanged(`sha256:${digest.copy().digest('hex').slice(0, 64)} etag "${digest.digest('base64')}"`);
    }
  });

  it('base64 data', () => {
    const random = seededRandom(7);
    for (let round = 0; round < 20; round++) {
      const bytes = Buffer.from(Array.from({ length: 30_000 }, () => random.below(256)));
      unchanged(`data:image/png;base64,iVBORw0KGgo${bytes.toString('base64')}`);
    }
  });

  it('source code, at most 1 line in 500', () => {
    const folder = fileURLToPath(new URL('../', import.meta.url));
    const lines = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.startsWith('redact') && !name.endsWith('.test.ts'))
      .flatMap((name) => readFileSync(`${folder}${name}`, 'utf8').split('\n'));
    const changed = lines.filter((line) => redactor.text(line) !== line);
    expect(lines.length).toBeGreaterThan(1000);
    expect(changed.length / lines.length, changed.join('\n')).toBeLessThanOrEqual(1 / 500);
  });
});

describe('what a replacement keeps', () => {
  it.each([
    ['postgres://app:hunter2hunter@db/main', 'postgres://app:[redacted:password]@db/main'],
    ['Authorization: Bearer abcdef0123456789', 'Authorization: Bearer [redacted:authorization]'],
    ['DB_PASSWORD=hunter22 next', 'DB_PASSWORD=[redacted:secret] next'],
    ['{"password":"a\\"b c","x":1}', '{"password":"[redacted:secret]","x":1}'],
    ['Cookie: a=b; c=d\nHost: x', 'Cookie: [redacted:cookie]\nHost: x'],
  ])('%s', (text, expected) => expect(redactor.text(text)).toBe(expected));

  it('is the same when done twice', () => {
    for (const { text } of makeCorpus(seededRandom(9), 5)) {
      const once = redactor.text(text);
      expect(redactor.text(once)).toBe(once);
    }
  });
});

describe('configured secrets', () => {
  const secret = 'kéy with "quotes" & /slashes+';
  const known = createRedactor({ secrets: [secret, 'abc', 's3cretValue99'] });

  it.each([
    ['as it is', secret],
    ['URL-encoded', encodeURIComponent(secret)],
    ['form-encoded', new URLSearchParams({ a: secret }).toString()],
    ['JSON-escaped', JSON.stringify({ a: secret })],
    ['base64', Buffer.from(secret).toString('base64')],
    ['base64url', Buffer.from(secret).toString('base64url')],
    ['base64 after a user name', Buffer.from(`me:${secret}`).toString('base64')],
    ['base64 amid text', Buffer.from(`ab${secret}cd`).toString('base64')],
  ])('%s', (_form, text) => {
    expect(known.text(`x ${text} y`)).toContain('[redacted:known]');
    expect(known.text(`x ${text} y`)).not.toContain(text);
  });

  it('are not looked for when so short that they occur by chance', () => {
    expect(known.text('abc abcdef')).toBe('abc abcdef');
  });
});

describe('JSON values', () => {
  it('replaces values under secret-looking names and secrets inside texts', () => {
    const token = `ghp_${'a1'.repeat(18)}`;
    const value = {
      dbPassword: 'x',
      nested: [{ 'X-API-Key': 12345, note: `use ${token}` }],
      [token]: 1,
      nextPageToken: 'abc',
      maxTokens: 5,
      password: '',
      secret: null,
      hasToken: true,
      credentials: { user: 'a' },
    };
    expect(redactor.value(value)).toEqual({
      dbPassword: '[redacted:secret]',
      nested: [{ 'X-API-Key': '[redacted:secret]', note: 'use [redacted:github_token]' }],
      '[redacted:github_token]': 1,
      nextPageToken: 'abc',
      maxTokens: 5,
      password: '',
      secret: null,
      hasToken: true,
      credentials: '[redacted:secret]',
    });
  });

  it('keeps the names of a record', () => {
    const token = `ghp_${'a1'.repeat(18)}`;
    expect(redactor.record({ [token]: token, password: 'x', a: { token: 1 }, PWD: '/home' })).toEqual({
      [token]: '[redacted:github_token]',
      password: '[redacted:secret]',
      a: { token: '[redacted:secret]' },
      PWD: '/home',
    });
  });

  it('ends on a value nested without limit', () => {
    let deep: unknown = 'end';
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(JSON.stringify(redactor.value(deep))).toContain('[redacted:too_deep]');
  });
});

describe('time is linear', () => {
  const size = 400_000;
  it.each([
    'ghp_',
    'eyJaaaaaaaa.',
    'eyJ',
    'a://b:',
    'password',
    'password=',
    'password: "',
    '-----BEGIN PRIVATE KEY-----',
    'Authorization: Bearer ',
    'cookie: a=',
    'x-api-',
    'SG.',
    'sk-',
    '://',
    '@',
    '\\',
    '"',
    'a',
    ' ',
    'secret\\\\\\',
    '0123456789',
    'x.',
  ])('for repeated %j', (unit) => {
    const once = cpuMs(unit.repeat(size / unit.length / 4));
    const four = cpuMs(unit.repeat(size / unit.length));
    // Quadratic time would be 16-fold, and seconds.
    expect(four).toBeLessThan(once * 10 + 200);
  });

  /** Processor time of this thread, which others on the machine can only prolong: the least of three. */
  function cpuMs(text: string): number {
    const runs = [1, 2, 3].map(() => {
      const before = process.threadCpuUsage();
      redactor.text(text);
      const { user, system } = process.threadCpuUsage(before);
      return (user + system) / 1_000;
    });
    return Math.min(...runs);
  }
});

it.each([
  ['in hexadecimal', (secret: string) => Buffer.from(secret).toString('hex')],
  ['in large hexadecimal', (secret: string) => Buffer.from(secret).toString('hex').toUpperCase()],
  ['as the bytes of a database', (secret: string) => `\\x${Buffer.from(`a${secret}b`).toString('hex')}`],
  ['URL-encoded twice', (secret: string) => encodeURIComponent(encodeURIComponent(secret))],
  ['with the slashes of JSON escaped', (secret: string) => secret.replaceAll('/', '\\/')],
])('a configured secret %s is known', (_how, encode) => {
  const secret = 'Sup3r/S3cret+value';
  const { text } = createRedactor({ secrets: [secret] });
  expect(text(`before ${encode(secret)} after`)).toMatch(/^before .{0,5}\[redacted:known\].{0,2} after$/);
});
