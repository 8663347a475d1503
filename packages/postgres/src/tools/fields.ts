import * as z from 'zod';

/** Rows of an answer unless the caller says otherwise, and at most. */
export const DEFAULT_ROWS = 200;
const MAX_ROWS = 10_000;
/** Bytes of an answer's rows unless the caller says otherwise, and at most. */
export const DEFAULT_BYTES = 65_536;
const MAX_BYTES = 1_000_000;

export const Value = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const limit = z.int().min(1).max(MAX_ROWS).default(DEFAULT_ROWS);
export const maxBytes = z.int().min(1_024).max(MAX_BYTES).default(DEFAULT_BYTES);
/** Brought within the operator's bounds by `withTimeout`. */
export const timeoutMs = z.int().min(1).optional();
export const cursor = z.string().optional();
export const params = z.array(Value).default([]);

/** What a query answers. */
export const Rows = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  // Checking every value against the four types it can have cost more than the query.
  rows: z.array(z.array(z.unknown())),
  rowCount: z.int(),
  truncated: z.enum(['rows', 'bytes']).optional(),
  nextCursor: z.string().optional(),
  cutCells: z.int().optional(),
});
