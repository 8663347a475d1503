import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createOnce } from './create-once.ts';

const keyBytes = 32;

export const argumentsKeyPath = (auditFile: string) => `${auditFile}.key`;

/** A key for one process, where there is no file to keep one beside. */
export const ephemeralKey = () => argumentsKey(randomBytes(keyBytes));

/** A prepared key costs 3 µs a digest, bytes cost 14. */
export function argumentsKey(key: Uint8Array | string): KeyObject {
  return typeof key === 'string' ? createSecretKey(key, 'utf8') : createSecretKey(key);
}

/**
 * Reads the key for argument digests (64 hex digits), making the file with mode 0600 when it is missing.
 *
 * @throws Error when the file holds no key
 */
export async function loadArgumentsKey(path: string): Promise<KeyObject> {
  await createOnce(path, () => `${randomBytes(keyBytes).toString('hex')}\n`);
  const text = (await readFile(path, 'utf8')).trim();
  if (!/^(?:[0-9a-f]{2}){16,}$/i.test(text))
    throw new Error(`${path} holds no key (at least 32 hex digits).`);
  return argumentsKey(Buffer.from(text, 'hex'));
}

/**
 * HMAC-SHA-256 over arguments, in hex: tells whether a record belongs to given arguments, and nothing about
 * them to a reader without the key.
 *
 * @param json their canonical JSON
 */
export function argumentsHmac(key: KeyObject, json: string): string {
  return createHmac('sha256', key).update(json).digest('hex');
}
