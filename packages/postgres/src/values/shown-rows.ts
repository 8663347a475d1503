import type { StepResult } from '../connection/flight.ts';
import { type Shown, shownValue } from './shown-value.ts';

export interface ShownRows {
  readonly rows: Shown[][];
  /** Values that were cut. */
  readonly cutCells: number;
  /** Rows were left out to keep the answer within its bytes. */
  readonly overBytes: boolean;
}

/** Rows as they are answered, within a number of rows and bytes; the first is always there. */
export function shownRows({ columns, rows }: StepResult, maxRows: number, maxBytes: number): ShownRows {
  const shown: Shown[][] = [];
  let cutCells = 0;
  let bytes = 0;
  for (const row of rows.slice(0, maxRows)) {
    const cells = row.map((text, at) => shownValue(text, columns[at] ?? { type: 0 }));
    const values = cells.map(({ value }) => value);
    bytes += Buffer.byteLength(JSON.stringify(values)) + 1;
    if (bytes > maxBytes && shown.length > 0) return { rows: shown, cutCells, overBytes: true };
    shown.push(values);
    cutCells += cells.filter(({ cut }) => cut).length;
  }
  return { rows: shown, cutCells, overBytes: false };
}
