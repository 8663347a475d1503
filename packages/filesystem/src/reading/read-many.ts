import { fail, ToolError } from '@portolan/runtime';
import type { Access } from '../access/types.ts';
import { readText, type TextRead } from './read-text.ts';
import { DEFAULT_TEXT_BYTES, type TextOptions } from './text-options.ts';

/** Files in one call. */
export const MAX_FILES = 1_000;
/** The least a file gets of the common budget, so that one call never answers only the first of its files. */
const MIN_SHARE_BYTES = 512;

/** One of several files: its text, or why it could not be read. */
export type ManyRead =
  | { readonly asked: string; readonly file: TextRead }
  | { readonly asked: string; readonly error: ToolError };

/**
 * Reads several text files; one that cannot be read does not stop the others.
 *
 * @param maxBytes of all files together: a file may use what those before it left, and is cut there
 */
export async function readMany(
  access: Access,
  paths: readonly string[],
  options: Pick<TextOptions, 'encoding' | 'signal' | 'maxBytes'> = {},
): Promise<readonly ManyRead[]> {
  if (paths.length === 0) fail('invalid_arguments', 'paths is empty.');
  if (paths.length > MAX_FILES)
    fail('too_large', `paths names ${paths.length} files; ${MAX_FILES} fit one call.`);
  const results: ManyRead[] = [];
  let left = options.maxBytes ?? DEFAULT_TEXT_BYTES;
  for (const asked of paths) {
    options.signal?.throwIfAborted();
    const result = await readOne(access, asked, { ...options, maxBytes: Math.max(MIN_SHARE_BYTES, left) });
    if ('file' in result) left -= result.file.end - result.file.start;
    results.push(result);
  }
  return results;
}

async function readOne(access: Access, asked: string, options: TextOptions): Promise<ManyRead> {
  try {
    return { asked, file: await readText(access, asked, options) };
  } catch (error) {
    if (error instanceof ToolError) return { asked, error };
    throw error;
  }
}
