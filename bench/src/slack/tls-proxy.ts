import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, request } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { join } from 'node:path';

export interface TlsProxy extends AsyncDisposable {
  readonly url: string;
  /** The certificate to trust, a file. */
  readonly certificate: string;
}

/**
 * A proxy of the bench's own for a program that has a setting for a proxy and none for the address it asks:
 * whatever host is asked for through it, over TLS with a certificate made for this run, the target answers.
 */
export async function startTlsProxy(folder: string, target: string): Promise<TlsProxy> {
  const { key, cert } = makeCertificate(folder);
  const inner = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, forwardTo(target));
  const proxy = createServer();
  proxy.on('connect', (_request, socket) => {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    inner.emit('connection', socket);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('No TCP port was given.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    certificate: cert,
    [Symbol.asyncDispose]: async () => {
      inner.closeAllConnections();
      proxy.closeAllConnections();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}

const forwardTo =
  (target: string): RequestListener =>
  (asked, reply) => {
    const { method, headers, url = '/' } = asked;
    const forwarded = request(new URL(url, target), { method, headers }, (answer) => {
      reply.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(reply);
    });
    forwarded.on('error', () => reply.destroy());
    asked.pipe(forwarded);
  };

/** For one day and the hosts of Slack. */
function makeCertificate(folder: string): { readonly key: string; readonly cert: string } {
  const key = join(folder, 'tls-key.pem');
  const cert = join(folder, 'tls-cert.pem');
  const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const names = [
    '-days',
    '1',
    '-subj',
    '/CN=bench',
    '-addext',
    'subjectAltName=DNS:slack.com,DNS:*.slack.com',
  ];
  execFileSync('openssl', [...made, ...names, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return { key, cert };
}
