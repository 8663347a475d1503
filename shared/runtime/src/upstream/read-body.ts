/** The body is larger than the caller takes. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/**
 * Reads a whole body, but stops the transfer as soon as it is over the bound.
 *
 * @throws BodyTooLarge
 */
export async function readBody(response: Response, maxBytes: number): Promise<Uint8Array> {
  const { bytes, complete } = await readStart(response, maxBytes);
  if (!complete) throw new BodyTooLarge(`The body has more than ${maxBytes} bytes.`);
  return bytes;
}

/** Reads at most so many bytes and leaves the rest unread. */
export async function readStart(
  response: Response,
  maxBytes: number,
): Promise<{ readonly bytes: Uint8Array; readonly complete: boolean }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    // Leaving the loop cancels the stream, and with it the transfer.
    if (size > maxBytes) break;
  }
  return { bytes: Buffer.concat(chunks).subarray(0, maxBytes), complete: size <= maxBytes };
}
