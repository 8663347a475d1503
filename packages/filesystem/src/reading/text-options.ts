import { fail } from '@portolan/runtime';
import type { Encoding } from './encoding.ts';

/** Bytes of a file in one answer when the caller sets no limit. */
export const DEFAULT_TEXT_BYTES = 256 * 1024;
/** The most that a caller can ask for: larger answers help nobody and cost memory. */
export const MAX_TEXT_BYTES = 8 * 1024 * 1024;

/** The part of a text that is asked for. */
export interface TextOptions {
  /** Only the first lines. */
  readonly head?: number | undefined;
  /** Only the last lines. */
  readonly tail?: number | undefined;
  /** Lines or bytes to skip, from 0. */
  readonly offset?: number | undefined;
  /** Lines or bytes to read. */
  readonly limit?: number | undefined;
  /** What `offset` and `limit` count. Default `lines`. */
  readonly unit?: 'lines' | 'bytes' | undefined;
  /** Detected where it is left out. */
  readonly encoding?: Encoding | undefined;
  /** Bytes of the file in the answer at most. */
  readonly maxBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Options after the checks: one of three ways to choose a part. */
export interface Ask {
  readonly from: 'start' | 'end';
  readonly unit: 'lines' | 'bytes';
  readonly offset: number;
  readonly limit: number | undefined;
  readonly maxBytes: number;
  /** Whether the last line is given without its ending, as `head` and `tail` do. */
  readonly dropLastEnding: boolean;
}

/** @throws ToolError `invalid_arguments` */
export function checkAsk(options: TextOptions): Ask {
  const { head, tail, offset, limit, unit = 'lines' } = options;
  const maxBytes = positive('maxBytes', options.maxBytes) ?? DEFAULT_TEXT_BYTES;
  if (maxBytes > MAX_TEXT_BYTES) fail('invalid_arguments', `maxBytes is over ${MAX_TEXT_BYTES}.`);
  const ways = [head, tail, offset ?? limit].filter((way) => way !== undefined);
  if (ways.length > 1) {
    fail('invalid_arguments', 'head, tail and offset/limit cannot be combined.', {
      next: 'Give one of them.',
    });
  }
  if (offset !== undefined && (!Number.isSafeInteger(offset) || offset < 0)) {
    fail('invalid_arguments', `offset must be a whole number from 0, not ${offset}.`);
  }
  const lines = positive('head', head) ?? positive('tail', tail);
  return {
    from: tail === undefined ? 'start' : 'end',
    unit: lines === undefined ? unit : 'lines',
    offset: offset ?? 0,
    limit: lines ?? positive('limit', limit),
    maxBytes,
    dropLastEnding: lines !== undefined,
  };
}

function positive(name: string, value: number | undefined): number | undefined {
  if (value !== undefined && (!Number.isSafeInteger(value) || value < 1)) {
    fail('invalid_arguments', `${name} must be a whole number from 1, not ${value}.`);
  }
  return value;
}
