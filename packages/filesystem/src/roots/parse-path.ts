import { homedir } from 'node:os';
import { isAbsolute, join, normalize } from 'node:path';
import { fail } from '@portolan/runtime';
import { showPath } from './show.ts';

/** Linux's PATH_MAX. No kernel here takes a longer path, so a longer one is refused before any work. */
const MAX_PATH_BYTES = 4096;
/** NAME_MAX of every common file system, in bytes; counted in UTF-16 units here, which are never more. */
const MAX_SEGMENT = 255;

/**
 * Checks the form of a caller's path and expands `~`.
 *
 * @returns a normalised path, absolute or relative
 * @throws ToolError `invalid_arguments`
 */
export function parsePath(input: string): string {
  if (input === '')
    fail('invalid_arguments', 'The path is empty.', {
      next: 'Give a path; "." is the allowed folder itself.',
    });
  if (input.length > MAX_PATH_BYTES || Buffer.byteLength(input) > MAX_PATH_BYTES) {
    fail('invalid_arguments', `The path ${showPath(input)} is longer than ${MAX_PATH_BYTES} bytes.`);
  }
  if (input.includes('\0')) fail('invalid_arguments', `The path ${showPath(input)} holds a NUL character.`);
  refuseOtherForms(input);
  const path = normalize(expandHome(input));
  if (path.split('/').some((segment) => segment.length > MAX_SEGMENT)) {
    fail('invalid_arguments', `A name in ${showPath(input)} is longer than ${MAX_SEGMENT} bytes.`);
  }
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

function refuseOtherForms(input: string): void {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(input)) {
    fail('invalid_arguments', `${showPath(input)} is a URL, not a path.`, {
      next: 'Give the path alone, without "file://" and without percent encoding.',
    });
  }
  if (process.platform === 'win32') return;
  if (/^[a-z]:(?:[\\/]|$)/i.test(input) || input.startsWith('\\\\')) {
    fail(
      'invalid_arguments',
      `${showPath(input)} is a Windows path, and this server runs on ${process.platform}.`,
      {
        next: 'Use a path with "/" as list_allowed_directories shows it.',
      },
    );
  }
}

function expandHome(input: string): string {
  if (input !== '~' && !input.startsWith('~/')) return input;
  const home = homedir();
  return isAbsolute(home) ? join(home, input.slice(1)) : input;
}
