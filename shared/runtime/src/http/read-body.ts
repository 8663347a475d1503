import type { IncomingMessage } from 'node:http';
import type { TakeRoom } from './body-rooms.ts';

/** A request body as text, or why it was not read. */
export type ReadBody = { readonly text: string } | { readonly refused: 'too_large' | 'no_room' };

/**
 * Reads a request body as text.
 *
 * @param maxBytes more than this is not kept
 * @param take is asked for room for every part that comes
 * @throws Error when the client goes away
 */
export function readBody(request: IncomingMessage, maxBytes: number, take: TakeRoom): Promise<ReadBody> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) {
    return Promise.resolve({ refused: 'too_large' });
  }
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let bytes = 0;
    let isRefused = false;
    const refuse = (refused: 'too_large' | 'no_room') => {
      isRefused = true;
      chunks = [];
      resolve({ refused });
    };
    request.on('data', (chunk: Buffer) => {
      if (isRefused) return;
      bytes += chunk.byteLength;
      if (bytes > maxBytes) refuse('too_large');
      else if (take(chunk.byteLength)) chunks.push(chunk);
      else refuse('no_room');
    });
    request.on('end', () => {
      const [only] = chunks;
      const body = chunks.length === 1 && only ? only : Buffer.concat(chunks);
      resolve({ text: body.toString() });
    });
    request.on('close', () => {
      if (!request.complete) reject(new Error('The client closed the connection.'));
    });
  });
}
