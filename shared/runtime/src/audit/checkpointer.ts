import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import type { Logger } from '../telemetry/logger.ts';
import type { ChainHead } from './chain.ts';
import { type CheckpointState, checkpointPath, signAfterMs, signCheckpoint } from './checkpoint.ts';
import { createOnce } from './create-once.ts';
import { errorLabel } from './error-label.ts';

/** Records between two checkpoints: one signature (about 0.05 ms) a thousand records costs nothing. */
const everyDefault = 1000;

/** What checkpoints are signed with, and how often. */
export interface CheckpointOptions {
  /** Ed25519 private key, PEM. Made with mode 0600 when missing, its public half beside it as `.pub`. */
  readonly keyFile: string;
  readonly log: Logger;
  /** Records between two checkpoints. */
  readonly every?: number | undefined;
}

/** The end of a log that is not signed yet. */
interface UnsignedEnd {
  readonly file: string;
  readonly head: ChainHead;
  /** Makes its records durable. */
  readonly sync: () => Promise<void>;
}

/**
 * Writes signed checkpoints beside the audit file: as it is opened, after so many records or so long, and as it
 * is closed. A fault is logged; the records themselves are not held up.
 */
export class Checkpointer {
  readonly #keyFile: string;
  readonly #log: Logger;
  readonly #every: number;
  #key: Promise<KeyObject> | undefined;
  #wasOpened = false;
  #unsigned = 0;
  #unsignedSince: number | undefined;
  #end: UnsignedEnd | undefined;
  #timer: NodeJS.Timeout | undefined;
  #signing: Promise<void> | undefined;
  #failure: string | undefined;

  constructor({ keyFile, log, every = everyDefault }: CheckpointOptions) {
    this.#keyFile = keyFile;
    this.#log = log;
    this.#every = every;
  }

  /**
   * Signs where a log stands before its first new record is written. A log that is there has a checkpoint from
   * then on, so that one without any was tampered with.
   */
  async opened(file: string, head: ChainHead): Promise<void> {
    await this.#write(file, head, this.#wasOpened ? 'running' : 'opened');
    this.#wasOpened = true;
  }

  /** Whether so many more records make a checkpoint due; they must be durable before it is made. */
  due(records: number): boolean {
    const since = this.#unsignedSince;
    if (since !== undefined && performance.now() - since >= signAfterMs) return true;
    return this.#unsigned + records >= this.#every;
  }

  /** Signs durable records. */
  async sign(file: string, head: ChainHead): Promise<void> {
    await this.#write(file, head, 'running');
  }

  /** Signs records later, by itself if no others come. */
  later(end: UnsignedEnd, records: number): void {
    this.#unsigned += records;
    this.#unsignedSince ??= performance.now();
    this.#end = end;
    const sign = () => {
      this.#timer = undefined;
      this.#signing = this.#signEnd();
    };
    const waited = performance.now() - this.#unsignedSince;
    this.#timer ??= setTimeout(sign, signAfterMs - waited).unref();
  }

  /** Nothing is signed by itself afterwards, until `later` is called again. */
  async settled(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#signing;
  }

  /** Signs where the chain ended. */
  async closed(file: string, head: ChainHead): Promise<void> {
    await this.#write(file, head, 'closed');
  }

  async #signEnd(): Promise<void> {
    const end = this.#end;
    if (end === undefined) return;
    try {
      await end.sync();
    } catch (error) {
      // The next write to the log meets the same fault, and tells it.
      this.#log.error('audit checkpoint cannot be written', { file: end.file, reason: errorLabel(error) });
      return;
    }
    await this.#write(end.file, end.head, 'running');
  }

  async #write(file: string, head: ChainHead, state: CheckpointState): Promise<void> {
    try {
      this.#key ??= loadSigningKey(this.#keyFile);
      await append(checkpointPath(file), signCheckpoint(head, state, await this.#key));
      this.#end = undefined;
      this.#failure = undefined;
    } catch (error) {
      this.#key = undefined;
      const reason = errorLabel(error);
      if (reason !== this.#failure) this.#log.error('audit checkpoint cannot be written', { file, reason });
      this.#failure = reason;
    }
    // After a fault it is tried again as late as after a success, not with every record.
    this.#unsigned = 0;
    this.#unsignedSince = undefined;
  }
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
    await handle.write(`\n${line}\n`);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}
