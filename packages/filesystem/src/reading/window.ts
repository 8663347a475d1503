import { characterBoundary, characterStart, type Detected } from './encoding.ts';
import { countNewlines, endOfLines, lastAfterNewline, startOfLastLines } from './lines.ts';
import type { Ask } from './text-options.ts';

/** The bytes of the answer and where they are. */
export interface Window {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  readonly firstLine: number | undefined;
  readonly truncated: boolean;
  readonly next: { readonly unit: 'lines' | 'bytes'; readonly offset: number } | undefined;
  readonly dropLastEnding: boolean;
}

/** A limit inside the first character still gives that character, or nobody could go on reading. */
const MAX_CHARACTER_BYTES = 4;

/**
 * Cuts what was asked for out of a part of a file.
 *
 * @param part bytes of the file from `partStart`, which is 0, or where the answer begins (from the start),
 * or at most `maxBytes` before the end (from the end)
 * @param size of the whole file
 */
export function cutWindow(
  part: Buffer,
  partStart: number,
  size: number,
  detected: Detected,
  ask: Ask,
): Window {
  return ask.from === 'end'
    ? lastLines(part, partStart, size, detected, ask)
    : forward(part, partStart, size, detected, ask);
}

function lastLines(part: Buffer, partStart: number, size: number, detected: Detected, ask: Ask): Window {
  const { encoding, bomBytes } = detected;
  const base = partStart === 0 ? bomBytes : 0;
  const room = part.subarray(Math.max(base, part.length - ask.maxBytes));
  const roomStart = part.length - room.length;
  const found = startOfLastLines(room, ask.limit ?? 1, encoding);
  const reachesStart = roomStart === base && partStart <= bomBytes;
  const truncated = found === -1 && !reachesStart;
  const from = found === -1 ? (truncated ? characterStart(room, 0, encoding) : 0) : found;
  const bytes = room.subarray(from);
  const start = partStart + roomStart + from;
  const lineKnown = partStart <= bomBytes;
  return {
    bytes,
    start,
    end: size,
    firstLine: lineKnown ? 1 + countNewlines(part.subarray(base, roomStart + from), encoding) : undefined,
    truncated,
    next: undefined,
    dropLastEnding: ask.dropLastEnding,
  };
}

function forward(part: Buffer, partStart: number, size: number, detected: Detected, ask: Ask): Window {
  const { encoding, bomBytes } = detected;
  const base = partStart === 0 ? bomBytes : 0;
  const from = partStart === 0 ? startIn(part, detected, ask) : characterStart(part, 0, encoding);
  const wanted = wantedEnd(part, from, partStart, size, detected, ask);
  const room = Math.min(part.length, from + ask.maxBytes);
  const truncated = wanted > room;
  const end = truncated ? cutAt(part, from, room, detected, ask) : Math.min(wanted, part.length);
  const firstLine =
    partStart <= bomBytes
      ? 1 + countNewlines(part.subarray(base, from), encoding)
      : ask.unit === 'lines'
        ? 1 + ask.offset
        : undefined;
  const bytes = part.subarray(from, end);
  const position = { start: partStart + from, end: partStart + end };
  const next = position.end >= size ? undefined : nextOffset(bytes, position.end, firstLine, detected, ask);
  return { bytes, ...position, firstLine, truncated, next, dropLastEnding: ask.dropLastEnding };
}

/** In a part that begins at the file's first byte. */
function startIn(part: Buffer, { encoding, bomBytes }: Detected, ask: Ask): number {
  if (ask.unit === 'bytes') {
    const at = Math.min(part.length, Math.max(bomBytes, ask.offset));
    return characterStart(part, encoding.startsWith('utf-16') ? at & ~1 : at, encoding);
  }
  const end = endOfLines(part, bomBytes, ask.offset, encoding);
  return end === -1 ? part.length : end;
}

/** Where the answer would end without a size limit; past the part when that is not known. */
function wantedEnd(
  part: Buffer,
  from: number,
  partStart: number,
  size: number,
  detected: Detected,
  ask: Ask,
): number {
  const rest = size - partStart;
  if (ask.limit === undefined) return rest;
  if (ask.unit === 'bytes') {
    const end = characterBoundary(part, Math.min(part.length, from + ask.limit), detected.encoding);
    return end > from
      ? end
      : Math.min(part.length, characterStart(part, from + MAX_CHARACTER_BYTES, detected.encoding));
  }
  const end = endOfLines(part, from, ask.limit, detected.encoding);
  return end === -1 ? rest : end;
}

/** At the last whole line that fits, or within the first line when that alone is too long. */
function cutAt(part: Buffer, from: number, room: number, { encoding }: Detected, ask: Ask): number {
  if (ask.unit === 'lines') {
    const end = lastAfterNewline(part, room, encoding);
    if (end > from) return end;
  }
  return Math.max(from, characterBoundary(part, room, encoding));
}

function nextOffset(bytes: Buffer, end: number, firstLine: number | undefined, detected: Detected, ask: Ask) {
  const lines = countNewlines(bytes, detected.encoding);
  const wholeLines = lines > 0 && lastAfterNewline(bytes, bytes.length, detected.encoding) === bytes.length;
  return ask.unit === 'lines' && wholeLines && firstLine !== undefined
    ? ({ unit: 'lines', offset: firstLine - 1 + lines } as const)
    : ({ unit: 'bytes', offset: end } as const);
}
