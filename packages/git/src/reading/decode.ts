import { keptText } from './cut-text.ts';
import type { LineWindow } from './line-window.ts';
import type { BlobText } from './read-blob.ts';

/** Text of the window, ending with a whole line where there is one. */
export function decode(window: LineWindow, maxBytes: number): BlobText {
  const { encoding, text, start } = decoded(window);
  const kept = keptText(text, maxBytes);
  const more = window.more || kept.length < text.length;
  const content = more && kept.includes('\n') ? kept.slice(0, kept.lastIndexOf('\n') + 1) : kept;
  if (!more) return { content, encoding };
  return content.endsWith('\n')
    ? { content, encoding, nextLine: (window.firstLine ?? 1) + content.split('\n').length - 1 }
    : { content, encoding, nextOffset: start + sizeOf[encoding](content) };
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** Bytes that a text took as it was decoded. */
const sizeOf: Readonly<Record<Encoding, (text: string) => number>> = {
  'utf-8': (text) => Buffer.byteLength(text),
  'utf-16le': (text) => text.length * 2,
  'utf-16be': (text) => text.length * 2,
  'windows-1252': (text) => text.length,
};

/** What a text may begin with that is no part of it, in hexadecimal digits. */
const marks: Readonly<Record<Encoding, string | undefined>> = {
  'utf-8': 'efbbbf',
  'utf-16le': 'fffe',
  'utf-16be': 'feff',
  'windows-1252': undefined,
};

interface Decoded {
  readonly encoding: Encoding;
  readonly text: string;
  /** Where in the stream the text begins. */
  readonly start: number;
}

function decoded(window: LineWindow): Decoded {
  const { bytes, before, mark } = window;
  const wide = (['utf-16le', 'utf-16be'] as const).find((name) => marks[name] === mark.toString('hex'));
  if (wide !== undefined) return decodedFrom(wideStart(bytes, before, wide), wide, window);
  try {
    return decodedFrom(utf8Start(bytes, before), 'utf-8', window);
  } catch {
    return decodedFrom(before, 'windows-1252', window);
  }
}

/** @throws TypeError for what is no UTF-8, where that is the encoding */
function decodedFrom(from: number, encoding: Encoding, { bytes, position, more }: LineWindow): Decoded {
  const start = position + from;
  const marked = start === 0 ? markLength(bytes, encoding) : 0;
  const decoder = new TextDecoder(encoding, { fatal: encoding === 'utf-8', ignoreBOM: true });
  // A window that was cut may end inside a character; streaming leaves that out.
  const text = decoder.decode(bytes.subarray(from + marked), { stream: more });
  return { encoding, text, start: start + marked };
}

function markLength(bytes: Buffer, encoding: Encoding): number {
  const mark = marks[encoding];
  return mark !== undefined && bytes.toString('hex', 0, 3).startsWith(mark) ? mark.length / 2 : 0;
}

/** Where the character begins that a position is inside of; the position itself where that is no UTF-8. */
function utf8Start(bytes: Buffer, position: number): number {
  let start = position;
  while (start > 0 && isContinuation(bytes[start])) start -= 1;
  return start;
}

const isContinuation = (byte = 0) => (byte & 0xc0) === 0x80;

/** The same in UTF-16, whose units begin at even positions, as the bytes before the position do. */
function wideStart(bytes: Buffer, position: number, encoding: Encoding): number {
  const unit = position - (position % 2);
  const high = encoding === 'utf-16le' ? 1 : 0;
  const isLow = ((bytes[unit + high] ?? 0) & 0xfc) === 0xdc;
  const followsHigh = ((bytes[unit - 2 + high] ?? 0) & 0xfc) === 0xd8;
  return isLow && followsHigh ? unit - 2 : unit;
}
