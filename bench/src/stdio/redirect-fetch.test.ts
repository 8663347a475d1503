import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { redirected } from './launch-redirected.ts';

it('sends what is asked of one address to another, with all that was asked', async () => {
  const server = createServer((request, response) => {
    response.end(`${request.method} ${request.url} ${request.headers.authorization}`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No TCP port was given.');
  const program = `const asked = fetch('https://api.example/a?b=c', { method: 'POST', headers: { authorization: 'Bearer t' } });
    console.log(await (await asked).text());`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    env: { ...redirected('https://api.example', `http://127.0.0.1:${address.port}`) },
  });
  expect(stdout).toBe('POST /a?b=c Bearer t\n');
});
