import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { legacyCall, startTestServer, type TestServer } from '../../test/support/http-server.ts';

let server: TestServer | undefined;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await server?.close(0);
});

const MOST = 4 * 1024 * 1024;
/** Begins to send the largest body there can be, and keeps back its last byte. */
async function sendAlmost(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => {});
  const head = `POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${MOST}\r\n\r\n`;
  if (!socket.write(head + ' '.repeat(MOST - 1)))
    await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
  return socket;
}

test('bodies that are held back take the room of their caller, and give it back', async () => {
  server = await startTestServer();
  const { port, post } = server;
  for (let count = 0; count < 16; count += 1) await sendAlmost(port);
  const large = { text: 'x'.repeat(MOST / 2) };
  const refused = async () => (await post(legacyCall('echo', large))).status;
  await expect.poll(refused).toBe(429);
  for (const socket of sockets.splice(0)) socket.destroy();
  await expect.poll(refused).toBe(200);
});
