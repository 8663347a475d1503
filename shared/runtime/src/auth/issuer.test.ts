import { createServer } from 'node:http';
import { afterEach, expect, test, vi } from 'vitest';
import { discover, isSecureUrl } from './issuer.ts';

afterEach(() => vi.unstubAllGlobals());

/** Answers for an issuer that no test can have: one on another machine. */
const publish = (issuer: string, jwks_uri: string) =>
  vi.stubGlobal('fetch', async () => Response.json({ issuer, jwks_uri }));

test.each([
  'http://localhost:8080/keys',
  'https://localhost/keys',
  'https://127.1/keys',
  'https://[::1]/keys',
  'https://[::ffff:127.0.0.1]/keys',
  'https://169.254.169.254/keys',
  'https://[fe80::1]/keys',
  'https://[fd00:ec2::254]/keys',
  'https://0x7f000001/keys',
  'https://2852039166/keys',
  'https://metadata.google.internal./keys',
])('an issuer elsewhere cannot name %s for its keys', async (keys) => {
  publish('https://id.example.com', keys);
  await expect(discover('https://id.example.com')).rejects.toThrow('an address of this machine');
});

test.each(['http://id.example.com/keys', 'file:///etc/passwd', 'ftp://localhost/keys', 'data:,{}'])(
  'no issuer can name %s for its keys',
  async (keys) => {
    publish('https://id.example.com', keys);
    await expect(discover('https://id.example.com')).rejects.toThrow('not https');
    expect(isSecureUrl(keys)).toBe(false);
  },
);

test('an issuer elsewhere can have its keys at another host, and one on this machine here', async () => {
  publish('https://id.example.com', 'https://keys.example.net/1');
  expect((await discover('https://id.example.com')).jwksUri).toBe('https://keys.example.net/1');
  publish('http://localhost:9', 'http://127.0.0.1:9/keys');
  expect((await discover('http://localhost:9')).jwksUri).toBe('http://127.0.0.1:9/keys');
});

test('metadata is not read from behind a redirect', async () => {
  const server = createServer((request, response) => {
    const location = request.url === '/there' ? undefined : '/there';
    response.writeHead(location ? 302 : 200, { ...(location && { location }) }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  await expect(discover(`http://127.0.0.1:${port}`)).rejects.toThrow('does not answer');
  server.close();
});
