import { expect } from 'vitest';
import type { ToolAnswer } from '../clients/types.ts';

/** The error that a failed result carries as data. */
export interface ErrorData {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly next?: unknown;
  readonly retryAfterMs?: unknown;
  readonly data?: unknown;
  readonly traceId?: unknown;
}

/** The error in a result's `_meta`; empty where the call did not fail. */
export function errorOf(answer: ToolAnswer): ErrorData {
  const error = answer._meta?.['portolan/error'];
  return typeof error === 'object' && error !== null ? error : {};
}

/** Expects a failed result with a code; answers its error. */
export function expectFailure(answer: ToolAnswer, code: string): ErrorData {
  const error = errorOf(answer);
  expect(error, JSON.stringify(answer).slice(0, 1_000)).toMatchObject({ code });
  expect(answer.isError).toBe(true);
  expect(answer.content[0]?.text?.startsWith(`${code}: `)).toBe(true);
  return error;
}

/** Expects a result that is no error, and shows the first 1,000 characters of it otherwise. */
export function expectSuccess(answer: ToolAnswer): void {
  expect(answer.isError ?? false, JSON.stringify(answer).slice(0, 1_000)).toBe(false);
}
