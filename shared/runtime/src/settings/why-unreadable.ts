import { errorCode } from '../errors/error-code.ts';

/** Why a file could not be read, as the end of a sentence that names it. */
export function whyUnreadable(cause: unknown): string {
  const code = errorCode(cause);
  if (code !== undefined) return words[code] ?? `it cannot be read (${code})`;
  return cause instanceof Error ? cause.message : String(cause);
}

const words: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'reading it is not permitted',
};
