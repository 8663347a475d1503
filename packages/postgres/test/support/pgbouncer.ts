import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, unprivileged } from '@portolan/testing';

/**
 * A pgbouncer in transaction mode before a server, ended with `await using`.
 *
 * @param settings further lines of its file
 */
export async function startPgbouncer(url: string, settings: readonly string[] = []) {
  const { port: serverPort } = new URL(url);
  const folder = mkdtempSync(join(tmpdir(), 'portolan-pgbouncer-'));
  const identity = unprivileged();
  if (identity !== undefined) chownSync(folder, identity.uid, identity.gid);
  const port = await freePort();
  const file = join(folder, 'pgbouncer.ini');
  writeFileSync(join(folder, 'users.txt'), '"reader" ""\n"audit" ""\n');
  writeFileSync(
    file,
    `[databases]
postgres = host=127.0.0.1 port=${serverPort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir = ${folder}
auth_type = trust
auth_file = ${folder}/users.txt
pool_mode = transaction
default_pool_size = 2
${settings.join('\n')}
`,
  );
  const child = spawn('pgbouncer', [file], { ...identity, stdio: ['ignore', 'ignore', 'pipe'] });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let said = '';
  child.once('error', reject);
  child.once('exit', () => reject(new Error(`pgbouncer ended: ${said}`)));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said = `${said}${chunk}`.slice(-4_000);
    if (said.includes('process up')) resolve();
  });
  await promise;
  return {
    url: (role: string) => `postgres://${role}@127.0.0.1:${port}/postgres`,
    /** What it logged last. */
    said: () => said,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
