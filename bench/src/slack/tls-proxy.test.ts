import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { startTlsProxy } from './tls-proxy.ts';

it('lets the target answer for a host that is asked over TLS with the certificate of the run', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-tls-proxy-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const target = createServer((request, response) => {
    request.on('data', (body) =>
      response.end(`${request.method} ${request.headers.host}${request.url} ${body}`),
    );
  }).listen(0, '127.0.0.1');
  await once(target, 'listening');
  onTestFinished(() => void target.close());
  const address = target.address();
  if (address === null || typeof address === 'string') throw new Error('No TCP port was given.');
  await using proxy = await startTlsProxy(folder, `http://127.0.0.1:${address.port}`);
  const program = `const asked = fetch('https://harbour.slack.com/api/auth.test', { method: 'POST', body: 'a=b' });
    console.log(await (await asked).text());`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    env: { NODE_USE_ENV_PROXY: '1', HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: proxy.certificate },
  });
  expect(stdout).toBe('POST harbour.slack.com/api/auth.test a=b\n');
});
