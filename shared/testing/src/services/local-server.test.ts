import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { freePort } from './free-port.ts';
import { startLocalServer } from './local-server.ts';

it('answers by a function, on a port of its own, until it is closed', async () => {
  await using other = await startLocalServer((_, response) => response.end('other'));
  const answering: RequestListener = (request, response) => response.end(`one ${request.url}`);
  const server = await startLocalServer(answering, await freePort());
  expect(server).toMatchObject({ url: `http://${server.host}`, host: `127.0.0.1:${server.port}` });
  expect(await (await fetch(`${server.url}/a`)).text()).toBe('one /a');
  expect(await (await fetch(other.url)).text()).toBe('other');
  await server.close();
  await expect(fetch(server.url)).rejects.toThrow();
  await server.close();
  await using again = await startLocalServer((_, response) => response.end('again'), server.port);
  expect(again.url).toBe(server.url);
  expect(await (await fetch(again.url)).text()).toBe('again');
});

it('ends in the middle of an answer', async () => {
  const server = await startLocalServer((_, response) => void response.write('start'));
  const reading = expect((await fetch(server.url)).text()).rejects.toThrow();
  await server.close();
  await reading;
});

it('takes a server of another kind', async () => {
  await using server = await startLocalServer(createServer((socket) => socket.end('hello')));
  const socket = connect(server.port, '127.0.0.1');
  const [said] = await once(socket, 'data');
  expect(String(said)).toBe('hello');
});
