import { isUtf8 } from 'node:buffer';
import { fail } from '@portolan/runtime';
import type { Access, OpenFile } from '../access/types.ts';
import { readPart, readSmall } from './bytes.ts';
import { bomLength, type Detected, decode, detectEncoding, type Encoding, SAMPLE_BYTES } from './encoding.ts';
import { contentHash, identityHash } from './hash.ts';
import { skipLines } from './skip-lines.ts';
import { type Ask, checkAsk, type TextOptions } from './text-options.ts';
import { cutWindow, type Window } from './window.ts';

/** A part of a text file, or all of it. */
export interface TextRead {
  /** Absolute, below the root as the operator spelled it. */
  readonly path: string;
  /** Without a byte order mark. With `head` and `tail` also without the last line's ending. */
  readonly content: string;
  readonly encoding: Encoding;
  readonly bom: boolean;
  /** Size of the whole file in bytes. */
  readonly size: number;
  /** What `ifMatch` of the writers takes. Of the whole file, also when a part was read. */
  readonly hash: string;
  /** The bytes of the file that `content` covers. */
  readonly start: number;
  readonly end: number;
  /** Number of the first line, from 1; undefined where counting would have meant reading the whole file. */
  readonly firstLine: number | undefined;
  /** Whether the size limit left out something that was asked for. */
  readonly truncated: boolean;
  /** Where to go on reading; undefined at the end of the file. */
  readonly next: { readonly unit: 'lines' | 'bytes'; readonly offset: number } | undefined;
  /** Whether bytes that do not fit the encoding are shown as U+FFFD. */
  readonly lossy: boolean;
}

/**
 * Reads a text file, or a part of it, without ever holding more than the part.
 *
 * @throws ToolError `invalid_arguments`, `unsupported` for what is no text, `conflict` when the file became
 * shorter meanwhile, and what opening gives
 */
export async function readText(access: Access, path: string, options: TextOptions = {}): Promise<TextRead> {
  const ask = checkAsk(options);
  using file = access.openFile(path);
  const small = readSmall(file);
  if (small !== undefined) {
    const detected = encodingOf(file, small, true, options.encoding);
    const window = cutWindow(small, 0, small.length, detected, ask);
    return answer(file, window, detected, { size: small.length, hash: contentHash(small) });
  }
  const hash = identityHash(file.fd);
  const size = file.stat.size;
  const detected = encodingOf(file, readPart(file, 0, Math.min(SAMPLE_BYTES, size)), false, options.encoding);
  const [start, end] = await range(file, detected, ask, options.signal);
  const window = cutWindow(readPart(file, start, end), start, size, detected, ask);
  return answer(file, window, detected, { size, hash });
}

/** The bytes of a large file that can be in the answer. */
async function range(file: OpenFile, detected: Detected, ask: Ask, signal: AbortSignal | undefined) {
  const { size } = file.stat;
  if (ask.from === 'end')
    return [alignedBack(Math.max(detected.bomBytes, size - ask.maxBytes), detected), size] as const;
  const start =
    ask.unit === 'lines'
      ? await skipLines(file, detected, ask.offset, signal)
      : alignedBack(Math.min(size, Math.max(ask.offset, detected.bomBytes)), detected);
  const wanted =
    ask.unit === 'bytes' && ask.limit !== undefined
      ? Math.min(Math.max(4, ask.limit), ask.maxBytes)
      : ask.maxBytes;
  return [start, Math.min(size, start + wanted)] as const;
}

const alignedBack = (position: number, { encoding }: Detected) =>
  encoding.startsWith('utf-16') ? position & ~1 : position;

function encodingOf(file: OpenFile, sample: Buffer, whole: boolean, asked: Encoding | undefined): Detected {
  if (asked !== undefined) return { encoding: asked, bomBytes: bomLength(sample, asked) };
  return (
    detectEncoding(sample, whole) ??
    fail('unsupported', `${file.place.shown} is not text.`, {
      next: 'Use read_media_file for it, or give an encoding to read it as text anyway.',
    })
  );
}

function answer(
  file: OpenFile,
  window: Window,
  { encoding, bomBytes }: Detected,
  whole: Pick<TextRead, 'size' | 'hash'>,
): TextRead {
  const text = decode(window.bytes, encoding);
  return {
    path: file.place.path,
    content: window.dropLastEnding ? text.replace(/\r?\n$/, '') : text,
    encoding,
    bom: bomBytes > 0,
    ...whole,
    start: window.start,
    end: window.end,
    firstLine: window.firstLine,
    truncated: window.truncated,
    next: window.next,
    lossy: encoding === 'utf-8' && !isUtf8(window.bytes),
  };
}
