import { jsonTextParts, textParts } from '../../json/huge-text.ts';
import { createJsonText, isJsonText, jsonTextRoom } from './json-text.ts';

/** A part of a line: JSON as it is, or a text that is yet to become JSON. */
export type Piece = string | { readonly text: string };

/** The whole line of its pieces. */
export const lineOf = (pieces: readonly Piece[]): string =>
  pieces.map((piece) => (typeof piece === 'string' ? piece : JSON.stringify(piece.text))).join('');

/** From this length on a line leaves in parts, each made when the one before it is gone; UTF-16 units. */
const LONG_LINE = 1024 * 1024;

/** Whether a line is so long that two copies of it, as a text and as bytes, are to be avoided. */
export function isLongLine(pieces: readonly Piece[]): boolean {
  let length = 0;
  for (const piece of pieces) length += typeof piece === 'string' ? piece.length : piece.text.length;
  return length >= LONG_LINE;
}

/** The same line as `lineOf` gives, in parts. */
export function* partsOf(pieces: readonly Piece[]): Generator<string, void> {
  for (const piece of pieces) yield* typeof piece === 'string' ? textParts(piece) : jsonTextParts(piece.text);
}

/** Bytes of lines that wait to leave together. */
export interface LineRoom {
  /**
   * Adds a line behind the others.
   *
   * @returns whether there was room for it; where there was none, nothing changed
   */
  add(pieces: readonly Piece[]): boolean;
  /** What was added; overwritten by what is added after `clear`. */
  readonly bytes: Buffer;
  clear(): void;
}

/** @param capacity bytes of the lines that wait together */
export function createLineRoom(capacity: number): LineRoom {
  const out = Buffer.allocUnsafeSlow(capacity);
  const writeText = createJsonText(out);
  let end = 0;

  const fits = (pieces: readonly Piece[]): boolean => {
    let most = end;
    for (const piece of pieces) {
      if (typeof piece !== 'string' && !isJsonText(piece.text)) return false;
      // Three bytes of UTF-8 are the most that one UTF-16 unit becomes.
      most += typeof piece === 'string' ? piece.length * 3 : jsonTextRoom(piece.text);
    }
    return most <= capacity;
  };

  return {
    add(pieces) {
      if (!fits(pieces)) return false;
      let known: { readonly text: string; readonly from: number; readonly to: number } | undefined;
      for (const piece of pieces) {
        const from = end;
        if (typeof piece === 'string') end += out.write(piece, end);
        else if (known?.text === piece.text) {
          out.copyWithin(end, known.from, known.to);
          end += known.to - known.from;
        } else {
          end = writeText(piece.text, end);
          known = { text: piece.text, from, to: end };
        }
      }
      return true;
    },
    get bytes() {
      return out.subarray(0, end);
    },
    clear() {
      end = 0;
    },
  };
}
