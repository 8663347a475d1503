import { ToolError } from '../errors/tool-error.ts';

/**
 * Completions of an argument; none where they cannot be had. While somebody types, what is not there yet has nothing
 * to offer, and the call that follows says why.
 */
export async function completionsOrNone(
  complete: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  try {
    return await complete();
  } catch (error) {
    if (error instanceof ToolError) return [];
    throw error;
  }
}
