import { text } from '../definition/content.ts';
import type { CallToolResult } from '../engine/results.ts';
import type { Redactor } from '../redact/types.ts';
import { errorCatalogue } from './catalogue.ts';
import type { ToolError } from './tool-error.ts';

/** The key under `_meta` where a failed result carries its error as data. */
export const ERROR_META_KEY = 'portolan/error';

/**
 * An error as a tool result: the code, one sentence on what is wrong and one on what to do for the
 * model, and the same as data for programs. Secrets are redacted.
 */
export function renderError(error: ToolError, traceId: string, redactor: Redactor): CallToolResult {
  const next = error.code === 'internal' ? `Report it with the trace id ${traceId}.` : error.next;
  const message = redactor.text(error.message);
  return {
    content: [text(redactor.text(`${error.code}: ${error.message} ${next}`))],
    isError: true,
    _meta: {
      [ERROR_META_KEY]: {
        code: error.code,
        message,
        next: redactor.text(next),
        retry: errorCatalogue[error.code].retry,
        ...(error.retryAfterMs !== undefined && { retryAfterMs: error.retryAfterMs }),
        ...(error.data && { data: redactor.value(error.data) }),
        traceId,
      },
    },
  };
}
