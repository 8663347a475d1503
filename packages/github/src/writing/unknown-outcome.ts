import { ToolError } from '@portolan/runtime';

/**
 * Makes a change that must not be made twice. Where it is not known whether GitHub made it, because the answer
 * was lost or was a fault of GitHub, it is looked for, and where it is not found the error says how to check.
 *
 * @param find looks for what the change would have made
 * @param check for the caller: how to see whether it was made
 * @throws ToolError `unavailable` with `data.outcome: unknown`
 */
export async function changeOnce<Made>(
  change: () => Promise<Made>,
  { check, find }: { readonly check: string; readonly find?: () => Promise<Made | undefined> },
): Promise<Made> {
  try {
    return await change();
  } catch (error) {
    if (!isUnknown(error)) throw error;
    // Where looking fails too, the outcome stays unknown, and that is what is said.
    const found = await find?.().catch(() => undefined);
    if (found !== undefined) return found;
    throw new ToolError(
      'unavailable',
      'It is unknown whether GitHub made this change: its answer did not come.',
      {
        next: check,
        data: { ...error.data, outcome: 'unknown' },
        cause: error,
      },
    );
  }
}

/** A lost answer, or a fault inside GitHub, which may have come after the change was made. */
function isUnknown(error: unknown): error is ToolError {
  if (!(error instanceof ToolError)) return false;
  const { outcome, status } = error.data ?? {};
  return outcome === 'unknown' || (typeof status === 'number' && status >= 500);
}
