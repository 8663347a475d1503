import { jsonBytes } from '../../listing/page-room.ts';

/** One line of an answer: a match where it has a column, context otherwise. */
export interface ShownLine {
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
  /** Where the first match begins, in UTF-16 units from 1. */
  readonly column?: number;
  /** Whether `text` is only a part of the line, the part with the match. */
  readonly cut?: true;
}

/** The numbers and the names of the fields, and the line end, in both forms. */
const BESIDE_BYTES = 72;

/** Bytes that a line takes of an answer as JSON, in both of its forms together. */
export const lineBytes = ({ text }: ShownLine): number => 2 * jsonBytes(text) + BESIDE_BYTES;

/** Part of the space of a cut line that stands before the match. */
const leadShare = 0.25;

/** Bounds a line to `maxLength` UTF-16 units around its match. */
export function showLine(line: number, text: string, at: number | undefined, maxLength: number): ShownLine {
  const column = at === undefined ? {} : { column: at + 1 };
  if (text.length <= maxLength) return { line, text, ...column };
  const lead = Math.floor(maxLength * leadShare);
  const from = Math.min(Math.max(0, (at ?? 0) - lead), text.length - maxLength);
  return { line, text: text.slice(from, from + maxLength).toWellFormed(), ...column, cut: true };
}
