import { fail } from '@portolan/runtime';
import { findProgram } from '@portolan/runtime/programs';

let found: string | undefined;

/**
 * Where git is installed.
 *
 * @throws ToolError `unavailable` when there is none
 */
export function findGit(): string {
  found ??= findProgram('git');
  return (
    found ??
    fail('unavailable', 'git is not on the PATH of the server.', { next: 'Install git 2.38 or newer.' })
  );
}
