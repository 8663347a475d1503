import { ToolError } from './tool-error.ts';

/** Any thrown value as an error of the catalogue; what nobody foresaw is `internal`, without its text. */
export function asToolError(thrown: unknown): ToolError {
  if (thrown instanceof ToolError) return thrown;
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    return new ToolError('cancelled', 'The call was cancelled.', { cause: thrown });
  }
  return new ToolError('internal', 'The server failed while it ran this call.', { cause: thrown });
}
