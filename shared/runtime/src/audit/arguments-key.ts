import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createOnce } from './create-once.ts';
import { type Hmac, hmacSha256 } from './hmac-sha256.ts';

const keyBytes = 32;

/** The key of an audit file lies beside it. */
export const argumentsKeyPath = (auditFile: string) => `${auditFile}.key`;

/** A key for one process, where there is no file to keep one beside. */
export const ephemeralKey = () => argumentsKey(randomBytes(keyBytes));

/**
 * Tells whether a record belongs to given arguments, by the HMAC of their canonical JSON, and nothing about
 * them to a reader without the key.
 */
export const argumentsKey = (key: Uint8Array | string): Hmac =>
  hmacSha256(typeof key === 'string' ? Buffer.from(key) : key);

/**
 * Reads the key for argument digests (64 hex digits), making the file with mode 0600 when it is missing.
 *
 * @throws Error when the file holds no key
 */
export async function loadArgumentsKey(path: string): Promise<Hmac> {
  await createOnce(path, () => `${randomBytes(keyBytes).toString('hex')}\n`);
  const text = (await readFile(path, 'utf8')).trim();
  if (!/^(?:[0-9a-f]{2}){16,}$/i.test(text))
    throw new Error(`${path} holds no key (at least 32 hex digits).`);
  return argumentsKey(Buffer.from(text, 'hex'));
}
