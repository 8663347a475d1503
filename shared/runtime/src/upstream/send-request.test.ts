import { once } from 'node:events';
import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer as createTcpServer, type Server } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startLocalServer } from '../../../testing/src/services/local-server.ts';
import { createAgents } from './agents.ts';
import { NetworkFault } from './fault.ts';
import { readBody, textOf } from './read-body.ts';
import { sendRequest, type WireRequest } from './send-request.ts';

const none = new AbortController().signal;
const agents = createAgents();

const serve = async (listener: RequestListener) => (await listening(listener)).send;

async function listening(server: RequestListener | Server) {
  const started = await startLocalServer(server);
  onTestFinished(() => started.close());
  const url = new URL(started.url);
  const send = (asked: Partial<WireRequest> = {}, signal = none) =>
    sendRequest({ method: 'GET', url, headers: {}, body: undefined, agents, ...asked }, signal);
  return { send, url };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('a request', () => {
  test.each([
    ['POST', '{"a":"ü"}', '10'],
    ['DELETE', '{"a":"ü"}', '10'],
    ['PUT', new Uint8Array([0x61, 0x62]), '2'],
    ['POST', undefined, '0'],
    ['GET', undefined, undefined],
    ['DELETE', undefined, undefined],
  ] as const)('%s says how long its body is: %j', async (method, body, length) => {
    const send = await serve(async (request, response) => {
      const { 'content-length': said, 'transfer-encoding': chunked } = request.headers;
      response.end(JSON.stringify([request.method, await bodyOf(request), said ?? null, chunked ?? null]));
    });
    const answer = await send({ method, body });
    const text = body === undefined ? '' : Buffer.from(body).toString();
    expect(JSON.parse(textOf(await readBody(answer.body, 1_000)))).toEqual([
      method,
      text,
      length ?? null,
      null,
    ]);
  });

  test('carries its own headers over the usual ones', async () => {
    const send = await serve((request, response) => response.end(JSON.stringify(request.headers)));
    const answer = await send({ headers: { accept: 'application/json', 'x-a': '1' } });
    expect(JSON.parse(textOf(await readBody(answer.body, 1_000)))).toMatchObject({
      accept: 'application/json',
      'accept-encoding': 'gzip, br',
      'x-a': '1',
    });
  });
});

describe('an answer', () => {
  test('has the fields of its head, several of a name as one', async () => {
    const send = await serve((_request, response) => {
      response.writeHead(203, [
        ['Link', '<a>; rel="next"'],
        ['link', '<b>; rel="last"'],
        ['X-Name', 'M\u00fcller'],
      ]);
      response.end();
    });
    const { status, headers } = await send();
    expect(status).toBe(203);
    expect(headers.get('LINK')).toBe('<a>; rel="next", <b>; rel="last"');
    expect(headers.get('x-name')).toBe('Müller');
    expect(headers.get('absent')).toBeNull();
    expect(new Map(headers).get('x-name')).toBe('Müller');
  });

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['GZIP ', gzipSync],
    ['', (text: string) => Buffer.from(text)],
  ])('comes decompressed from %j', async (coding, compress) => {
    const send = await serve((_request, response) => {
      response
        .writeHead(200, coding === '' ? {} : { 'content-encoding': coding })
        .end(compress('\uFEFFtext'));
    });
    expect(textOf(await readBody((await send()).body, 100))).toBe('text');
  });

  test('in a coding that was not asked for comes as it is', async () => {
    const bytes = deflateSync('text');
    const send = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'deflate' }).end(bytes);
    });
    expect(Buffer.from(await readBody((await send()).body, 100))).toEqual(bytes);
  });

  test.each([
    ['HEAD', 200],
    ['GET', 304],
    ['GET', 204],
  ] as const)('to %s with status %i is empty, also where it names a coding', async (method, status) => {
    const send = await serve((_request, response) => {
      response.writeHead(status, { 'content-encoding': 'gzip' }).end();
    });
    expect(await readBody((await send({ method })).body, 100)).toHaveLength(0);
  });

  test.each([
    ['cut off', 200, { 'content-length': '100' }, 'part'],
    ['not what its coding says', 200, { 'content-encoding': 'gzip' }, 'no gzip'],
    ['a cut gzip', 200, { 'content-encoding': 'gzip' }, gzipSync('x'.repeat(1_000)).subarray(0, 15)],
  ] as const)('that is %s is a fault', async (_what, status, headers, body) => {
    const send = await serve((_request, response) => {
      response.writeHead(status, headers).write(body, () => response.destroy());
    });
    const read = send().then((answer) => readBody(answer.body, 10_000));
    await expect(read).rejects.toThrow(NetworkFault);
  });

  test('is not waited for once the signal says so, before, in its head and in its body', async () => {
    const send = await serve((request, response) => {
      if (request.headers['x-part']) response.write('part');
    });
    const stop = new Error('enough');
    await expect(send({}, AbortSignal.abort(stop))).rejects.toBe(stop);
    for (const headers of [{}, { 'x-part': '1' }]) {
      const controller = new AbortController();
      const read = send({ headers }, controller.signal).then((answer) => readBody(answer.body, 100));
      setTimeout(() => controller.abort(stop), 50);
      await expect(read).rejects.toBe(stop);
    }
  });

  test('to change the protocol, which nobody asked for, is a fault', async () => {
    const send = await serve(({ socket }) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n');
    });
    await expect(send()).rejects.toMatchObject({ name: 'NetworkFault', sent: true });
  });

  test.each(['gzip', 'br'])('that is nothing in %s is nothing', async (coding) => {
    const send = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': coding, 'transfer-encoding': 'chunked' }).end();
    });
    expect(await readBody((await send()).body, 100)).toHaveLength(0);
  });

  test('is not decompressed further once the signal says so', async () => {
    const bomb = brotliCompressSync(Buffer.alloc(50_000_000));
    const send = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'br' }).end(bomb);
    });
    const controller = new AbortController();
    const stop = new Error('enough');
    const { body } = await send({}, controller.signal);
    let size = 0;
    const read = async () => {
      for await (const chunk of body) {
        size += chunk.length;
        await nextTurn();
        if (size > 5_000_000) controller.abort(stop);
      }
    };
    await expect(read()).rejects.toBe(stop);
    expect(size).toBeLessThan(6_000_000);
  });

  test('that comes before the request was sent ends the connection', async () => {
    const server = createTcpServer((socket) => {
      onTestFinished(() => void socket.destroy());
      socket
        .on('error', () => {})
        .once('data', () => {
          socket.pause();
          socket.write('HTTP/1.1 413 Content Too Large\r\ncontent-length: 2\r\n\r\nno');
        });
    });
    const { send, url } = await listening(server);
    const answer = await send({ method: 'POST', body: new Uint8Array(20_000_000) });
    expect(textOf(await readBody(answer.body, 100))).toBe('no');
    const used = () =>
      Object.keys(agents.of('http:', undefined).sockets).filter((name) => name.includes(`:${url.port}:`));
    await expect.poll(used).toEqual([]);
  });

  test('that nobody wants ends its transfer, and later requests go on', async () => {
    let left: Promise<unknown> = Promise.resolve();
    const send = await serve((request, response) => {
      if (request.headers['x-end']) return void response.end('end');
      left = once(response, 'close');
      response.write('part');
    });
    (await send()).discard();
    await left;
    expect(textOf(await readBody((await send({ headers: { 'x-end': '1' } })).body, 100))).toBe('end');
  });
});

test('says whether a request that failed can have been sent', async () => {
  const send = await serve((request) => request.socket.destroy());
  await expect(send()).rejects.toMatchObject({ name: 'NetworkFault', sent: true });
  const nobody = new URL('http://127.0.0.1:1/');
  await expect(send({ url: nobody })).rejects.toMatchObject({ name: 'NetworkFault', sent: false });
  const nowhere = new URL('http://host.invalid/');
  await expect(send({ url: nowhere })).rejects.toMatchObject({ name: 'NetworkFault', sent: false });
});
