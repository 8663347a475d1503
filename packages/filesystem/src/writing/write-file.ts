import { fail } from '@portolan/runtime';
import type { Access, Target } from '../access/types.ts';
import { bomOf, type Encoding, encode } from '../reading/encoding.ts';
import { isHash } from '../reading/hash.ts';
import { contentOf, type LongText } from './long-text.ts';
import type { Queue } from './queue.ts';
import { type Expected, replaceFile } from './replace.ts';

/** What every writer shares. */
export interface Writing {
  readonly access: Access;
  readonly queue: Queue;
}

/** How a file is written, and what must be there before. */
export interface WriteOptions {
  /** The hash a read answered; the file must still have it. */
  readonly ifMatch?: string | undefined;
  /** Whether an existing file is an error. Default false. */
  readonly createOnly?: boolean | undefined;
  /** Whether missing folders are made. Default false. */
  readonly makeParents?: boolean | undefined;
  /** Default `utf-8`. */
  readonly encoding?: Encoding | undefined;
  /** Whether a byte order mark is put in front. Default: only for UTF-16. */
  readonly bom?: boolean | undefined;
}

/** The file after a write. */
export interface Written {
  /** Absolute, below the root as the operator spelled it. */
  readonly path: string;
  /** For the next `ifMatch`. */
  readonly hash: string;
  /** Bytes on disk. */
  readonly size: number;
  readonly created: boolean;
}

/**
 * Creates a file or replaces all of its content.
 *
 * @throws ToolError `conflict`, `already_exists`, `invalid_arguments`, `no_space`, and what access gives
 */
export async function writeFile(
  writing: Writing,
  path: string,
  content: string | Buffer,
  options: WriteOptions = {},
): Promise<Written> {
  const bytes = typeof content === 'string' ? toBytes(content, options) : content;
  const expected = expectedOf(options);
  return withTarget(writing, path, { makeParents: options.makeParents === true }, async (target) => {
    const { hash, created } = await replaceFile(writing.access, target, bytes, expected);
    return { path: target.place.path, hash, size: bytes.length, created };
  });
}

function toBytes(
  content: string,
  { encoding = 'utf-8', bom = encoding.startsWith('utf-16') }: WriteOptions,
): Buffer | LongText {
  if (encoding === 'utf-8') return contentOf(content, bom ? { mark: bomOf(encoding) } : {});
  const bytes =
    encode(content, encoding) ??
    fail('invalid_arguments', `The content has characters that ${encoding} cannot hold.`, {
      next: 'Write it as utf-8.',
    });
  return bom ? Buffer.concat([bomOf(encoding), bytes]) : bytes;
}

function expectedOf({ ifMatch, createOnly }: WriteOptions): Expected {
  if (ifMatch !== undefined && createOnly === true) {
    fail('invalid_arguments', 'ifMatch and createOnly exclude each other.');
  }
  if (ifMatch !== undefined) return { hash: checkedHash(ifMatch) };
  return createOnly === true ? 'absent' : 'anything';
}

/** @throws ToolError `invalid_arguments` for what no read can have answered */
export function checkedHash(ifMatch: string): string {
  if (!isHash(ifMatch)) {
    fail('invalid_arguments', 'ifMatch is not a hash of this server.', {
      next: 'Pass the hash that reading or writing the file answered.',
    });
  }
  return ifMatch;
}

/**
 * Pins the target of a write and runs a task on it in the order of all writes to that file. The target is
 * pinned anew inside the queue, because an earlier write may have changed what is there.
 */
export async function withTarget<Result>(
  { access, queue }: Writing,
  path: string,
  options: { readonly makeParents?: boolean; readonly followLink?: boolean },
  task: (target: Target) => Promise<Result>,
): Promise<Result> {
  const key = realPathOf(access, path, options);
  return queue.run([key], async () => {
    using target = access.target(path, { ...options, makeParents: false });
    return await task(target);
  });
}

/** The real path that a write to a path would change: the key under which writers wait for each other. */
export function realPathOf(
  access: Access,
  path: string,
  options: { readonly makeParents?: boolean; readonly followLink?: boolean },
): string {
  using target = access.target(path, options);
  return target.place.real;
}
