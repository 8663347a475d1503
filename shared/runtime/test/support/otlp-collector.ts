import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** A small real OTLP/HTTP collector on loopback: it keeps what is exported to it. */
export interface OtlpCollector {
  readonly endpoint: string;
  readonly exports: readonly { readonly path: string; readonly type: string; readonly body: Buffer }[];
  /** The decoded JSON bodies that came to a path. */
  json(path: string): readonly unknown[];
  stop(): Promise<void>;
}

export async function startOtlpCollector(): Promise<OtlpCollector> {
  const exports: { path: string; type: string; body: Buffer }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks);
      const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
      exports.push({ path: request.url ?? '', type: request.headers['content-type'] ?? '', body });
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    exports,
    json: (path) => exports.filter((one) => one.path === path).map((one) => JSON.parse(one.body.toString())),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
