import type { IncomingMessage } from 'node:http';

/**
 * Reads a request body as text.
 *
 * @param maxBytes more than this is not kept
 * @returns undefined when the body is too large
 * @throws Error when the client goes away
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.byteLength;
      if (bytes <= maxBytes) chunks.push(chunk);
      else resolve(undefined);
    });
    request.on('end', () => {
      const [only] = chunks;
      resolve(chunks.length === 1 && only ? only.toString() : Buffer.concat(chunks).toString());
    });
    request.on('close', () => {
      if (!request.complete) reject(new Error('The client closed the connection.'));
    });
  });
}
