import type { StepResult } from '../connection/flight.ts';
import { isCut, type Shown, shownValue } from './shown-value.ts';

export interface ShownRows {
  readonly rows: Shown[][];
  /** Values that were cut. */
  readonly cutCells: number;
  /** Rows were left out to keep the answer within its bytes. */
  readonly overBytes: boolean;
}

/** Rows as they are answered, within a number of rows and bytes; the first is always there. */
export function shownRows(step: StepResult, maxRows: number, maxBytes: number): ShownRows {
  const { columns, rows } = step;
  const types = columns.map(({ type }) => type);
  const isCounted = mostBytes(step) > maxBytes;
  const shown: Shown[][] = [];
  let cutCells = 0;
  let bytes = 0;
  for (const row of rows) {
    if (shown.length === maxRows) break;
    const values = row.map((text, at) => shownValue(text, types[at] ?? 0));
    if (isCounted) bytes += Buffer.byteLength(JSON.stringify(values)) + 1;
    if (bytes > maxBytes && shown.length > 0) return { rows: shown, cutCells, overBytes: true };
    shown.push(values);
    for (const text of row) if (isCut(text)) cutCells += 1;
  }
  return { rows: shown, cutCells, overBytes: false };
}

/** The most that JSON makes of one byte: an escape such as \u0001. */
const MAX_ESCAPE_BYTES = 6;
/** Brackets and a comma. */
const ROW_BYTES = 3;

/** The most bytes that rows can be as JSON: where these are within a limit, nothing is to be counted. */
const mostBytes = ({ bytes, rows }: StepResult) => bytes * MAX_ESCAPE_BYTES + rows.length * ROW_BYTES;
