import { fail } from '@portolan/runtime';
import type { CallOptions } from '../connection/database.ts';
import type { StepResult } from '../connection/flight.ts';
import { refuseUnfit } from '../gate/parameters.ts';
import type { Source } from '../sources/sources.ts';
import { shownRows } from '../values/shown-rows.ts';
import type { Shown } from '../values/shown-value.ts';
import { cursorOwner, decodeCursor, encodeCursor } from './cursor.ts';
import { refuseCostly } from './plan-cost.ts';

/** A read with its bounds. */
export interface Query {
  readonly sql: string;
  readonly params: readonly Shown[];
  readonly limit: number;
  readonly maxBytes: number;
  readonly cursor?: string | undefined;
}

export interface QueryAnswer {
  columns: { name: string; type: string }[];
  rows: Shown[][];
  rowCount: number;
  /** Why rows are missing. */
  truncated?: 'rows' | 'bytes';
  nextCursor?: string;
  /** Values that were cut. */
  cutCells?: number;
}

/**
 * Runs one statement that reads, through all six layers.
 *
 * @throws ToolError `forbidden` when the statement does more than read; what the server refuses
 */
export async function runQuery(source: Source, query: Query, options: CallOptions): Promise<QueryAnswer> {
  const { sql, limit, maxBytes } = query;
  const statement = source.gate.known(sql, options) ?? (await source.gate.read(sql, options));
  refuseUnfit(statement, query.params);
  if (source.mask.hides) await source.mask.check(statement, options);
  const { alias, maxCost } = source.settings;
  const owner = () => cursorOwner(alias, sql, query.params);
  const skip = query.cursor === undefined ? 0 : decodeCursor(query.cursor, owner());
  const values = query.params.map(asText);
  if (maxCost !== undefined) await refuseCostly(source.database, { text: sql, values }, maxCost, options);
  const done = await source.database.read(
    [{ text: sql, values, maxRows: limit + 1, skip, maxBytes: maxBytes * 4 }],
    { ...options, takesPart: true },
  );
  const [step] = done.steps;
  if (step === undefined || (done.overflow && step.rows.length === 0)) {
    return fail('too_large', 'One row is larger than a call may receive.', {
      next: 'Select fewer or shorter columns, as with left(column, 1000) or length(column).',
    });
  }
  const types = source.types.known(step.columns) ?? (await source.types.of(step.columns, options));
  const shown = source.mask.hides ? await source.mask.hide(step, options) : step;
  return { ...describe(step, types), ...bounded(shown, limit, maxBytes, skip, owner) };
}

const describe = ({ columns }: StepResult, types: readonly string[]) => ({
  columns: columns.map(({ name }, at) => ({ name, type: types[at] ?? '' })),
});

function bounded(step: StepResult, limit: number, maxBytes: number, skip: number, owner: () => string) {
  const { rows, cutCells, overBytes } = shownRows(step, limit, maxBytes);
  const reason = overBytes || (step.cut && rows.length < limit) ? 'bytes' : 'rows';
  const isMore = overBytes || step.cut || step.rows.length > limit;
  return {
    rows,
    rowCount: rows.length,
    ...(isMore && ({ truncated: reason, nextCursor: encodeCursor(owner(), skip + rows.length) } as const)),
    ...(cutCells > 0 && { cutCells }),
  };
}

/** A parameter as the text the server reads. */
export const asText = (value: Shown): string | null => (value === null ? null : String(value));
