import { fileURLToPath, pathToFileURL } from 'node:url';
import { fail } from '@portolan/runtime';

/**
 * The path a `file:` URI names.
 *
 * @throws ToolError `invalid_arguments` for one of another machine, or with a coded slash or broken percent sign
 */
export function pathOfUri(uri: string): string {
  try {
    return fileURLToPath(uri);
  } catch (error) {
    if (!(error instanceof TypeError) && !(error instanceof URIError)) throw error;
    return fail('invalid_arguments', 'This is not a file URI of this machine.', {
      next: 'Write it as file:///absolute/path, percent-encoded.',
    });
  }
}

/** The `file:` URI of an absolute path. */
export const uriOfPath = (path: string): string => pathToFileURL(path).href;
