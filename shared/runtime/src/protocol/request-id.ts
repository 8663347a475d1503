import type { RequestId } from '@modelcontextprotocol/server';

/** Whether a value can be the id of a request. */
export const isRequestId = (value: unknown): value is RequestId =>
  typeof value === 'string' || Number.isSafeInteger(value);
