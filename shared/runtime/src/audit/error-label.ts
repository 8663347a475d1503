import { errorCode } from '../errors/error-code.ts';

/** A short name for a fault: its system code where it has one (`ENOSPC`), else its message, bounded. */
export function errorLabel(error: unknown): string {
  // A failed `fetch` has the fault of the connection underneath.
  const code = errorCode(error) ?? (error instanceof Error ? errorCode(error.cause) : undefined);
  if (code !== undefined) return code;
  return error instanceof Error ? error.message.slice(0, 200) : 'unknown fault';
}
