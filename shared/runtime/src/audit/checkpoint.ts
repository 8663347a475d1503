import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import type { Logger } from '../telemetry/logger.ts';
import { canonicalJson } from './canonical-json.ts';
import { type ChainHead, parseObject } from './chain.ts';
import { createOnce } from './create-once.ts';
import { errorLabel } from './error-label.ts';

/** Records between two checkpoints: one signature (about 0.05 ms) a thousand records costs nothing. */
const everyDefault = 1000;

export interface Checkpointer {
  /** Makes the key where it is missing, so that its public half can be taken away before anything happens. */
  opened(): Promise<void>;
  /** Whether so many more records make a checkpoint due; they must be durable before it is made. */
  due(records: number): boolean;
  /** Counts records that were written, and signs when it is time. */
  written(file: string, head: ChainHead, records: number): Promise<void>;
  /** Signs where the chain ended. */
  closed(file: string, head: ChainHead): Promise<void>;
}

export interface CheckpointOptions {
  /** Ed25519 private key, PEM. Made with mode 0600 when missing, its public half beside it as `.pub`. */
  readonly keyFile: string;
  readonly log: Logger;
  /** Records between two checkpoints. */
  readonly every?: number | undefined;
}

/** A signed statement on where a chain stood. */
export interface Checkpoint extends ChainHead {
  readonly time: string;
  readonly signature: string;
}

export const checkpointPath = (file: string) => `${file}.checkpoint`;

/** Writes signed checkpoints beside the audit file. A fault is logged; the records themselves are not held up. */
export function createCheckpointer({ keyFile, log, every = everyDefault }: CheckpointOptions): Checkpointer {
  let key: Promise<KeyObject> | undefined;
  let since = 0;
  let lastSeq = 0;
  const write = async (file: string, head: ChainHead) => {
    try {
      key ??= loadSigningKey(keyFile);
      await append(checkpointPath(file), signCheckpoint(head, await key));
      lastSeq = head.seq;
      since = 0;
    } catch (error) {
      key = undefined;
      log.error('audit checkpoint cannot be written', { file, reason: errorLabel(error) });
    }
  };
  return {
    async opened() {
      try {
        key ??= loadSigningKey(keyFile);
        await key;
      } catch (error) {
        key = undefined;
        log.error('audit checkpoints cannot be signed', { keyFile, reason: errorLabel(error) });
      }
    },
    due: (records) => since + records >= every,
    async written(file, head, records) {
      since += records;
      if (since >= every) await write(file, head);
    },
    async closed(file, head) {
      if (head.seq > lastSeq) await write(file, head);
    },
  };
}

/** Reads a checkpoint line; undefined when it is none. */
export function parseCheckpoint(line: string): Checkpoint | undefined {
  const { chain, seq, hash, time, signature } = parseObject(line) ?? {};
  return typeof chain === 'string' &&
    typeof seq === 'number' &&
    typeof hash === 'string' &&
    typeof time === 'string' &&
    typeof signature === 'string'
    ? { chain, seq, hash, time, signature }
    : undefined;
}

/** Whether the owner of the key made this checkpoint. */
export function isSignedBy({ signature, chain, seq, hash, time }: Checkpoint, publicKey: KeyObject): boolean {
  const body = canonicalJson({ chain, seq, hash, time });
  return verify(null, Buffer.from(body), publicKey, Buffer.from(signature, 'base64'));
}

function signCheckpoint({ chain, seq, hash }: ChainHead, key: KeyObject): string {
  const body = { chain, seq, hash, time: new Date().toISOString() };
  const signature = sign(null, Buffer.from(canonicalJson(body)), key).toString('base64');
  return `${canonicalJson({ ...body, signature })}\n`;
}

async function loadSigningKey(file: string): Promise<KeyObject> {
  const made = await createOnce(file, () =>
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  );
  const key = createPrivateKey(await readFile(file, 'utf8'));
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('The checkpoint key must be an Ed25519 key.');
  if (made) {
    const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
    await createOnce(`${file}.pub`, () => publicKey);
  }
  return key;
}

async function append(path: string, line: string): Promise<void> {
  const handle = await open(path, 'a', 0o600);
  try {
    // The line feed in front closes a line that a crash may have torn; blank lines mean nothing.
    await handle.write(`\n${line}`);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}
