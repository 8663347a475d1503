import { createServer, request } from 'node:http';

export interface Balancer extends AsyncDisposable {
  /** Where clients connect, `/mcp` included. */
  readonly url: string;
  /** To which replica each request went, in order. */
  readonly sent: readonly number[];
}

/** A load balancer that sends each request to the next replica, as the plainest ones do. */
export async function roundRobin(origins: readonly string[]): Promise<Balancer> {
  const sent: number[] = [];
  const server = createServer((inbound, response) => {
    const at = sent.length % origins.length;
    sent.push(at);
    const { method, headers } = inbound;
    const outbound = request(new URL(inbound.url ?? '/', origins[at]), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outbound.on('error', () => response.destroy());
    response.on('close', () => outbound.destroy());
    inbound.pipe(outbound);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    sent,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
