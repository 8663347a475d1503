import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createTempFolder } from './temp-folder.ts';

/** A server's certificate, signed by an authority that nobody but a test trusts. */
export interface TestCertificate extends AsyncDisposable {
  /** Files in PEM. */
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
  /** The authority itself, in PEM. */
  readonly ca: string;
}

/**
 * Makes one with the `openssl` of this machine.
 *
 * @param names what the server is called, as `DNS:localhost` or `IP:127.0.0.1`
 */
export async function createTestCertificate(...names: readonly string[]): Promise<TestCertificate> {
  const folder = await createTempFolder();
  const at = (name: string) => join(folder.path, name);
  const make = (name: string, ...more: readonly string[]) =>
    promisify(execFile)('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-days', '2', '-keyout', at(`${name}.key`), '-out', at(`${name}.pem`), ...more],
    ]);
  await make('ca', '-subj', '/CN=Authority of a test');
  const altNames = ['-addext', `subjectAltName=${names.join(',')}`, '-addext', 'basicConstraints=CA:FALSE'];
  await make('server', '-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-subj', '/CN=test', ...altNames);
  return {
    caFile: at('ca.pem'),
    certFile: at('server.pem'),
    keyFile: at('server.key'),
    ca: await readFile(at('ca.pem'), 'utf8'),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}
