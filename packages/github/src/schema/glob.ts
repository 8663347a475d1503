import { compileGlob, fail, type Glob } from '@portolan/runtime';

/** Whether a path is written with wildcards. */
export const isGlob = (path: string): boolean => /[*?]/.test(path);

/**
 * Paths by `*` (within a folder), `**` (folders) and `?`; a path without them is itself, whatever else it holds.
 *
 * @throws ToolError `invalid_arguments`
 */
export function globOf(pattern: string): Glob {
  if (!isGlob(pattern)) return (path) => path === pattern;
  try {
    return compileGlob(pattern);
  } catch (error) {
    return fail('invalid_arguments', `The path is not a glob that is understood: ${messageOf(error)}.`);
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : 'it is broken');
