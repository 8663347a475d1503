import { type ErrorCode, fail, ToolError } from '@portolan/runtime';
import { osCode } from './os-code.ts';

export { osCode } from './os-code.ts';

type Meaning = readonly [code: ErrorCode, problem: string, next?: string];

const meanings: Readonly<Record<string, Meaning>> = {
  ENOENT: [
    'not_found',
    'does not exist',
    'List the folder to see what exists; paths are not percent-decoded.',
  ],
  ENOTDIR: ['not_found', 'does not exist: a part of the path is a file, not a folder'],
  EISDIR: ['unsupported', 'is a folder', 'Use list_directory for folders.'],
  EACCES: ['permission_denied', 'cannot be accessed: the operating system refused'],
  EPERM: ['permission_denied', 'cannot be accessed: the operating system refused'],
  EROFS: ['permission_denied', 'is on a file system that is mounted read-only'],
  ENOSPC: ['no_space', 'could not be written: the disk is full'],
  EDQUOT: ['no_space', 'could not be written: the disk quota is used up'],
  EFBIG: ['no_space', 'could not be written: it would pass the file size limit'],
  ENAMETOOLONG: ['invalid_arguments', 'has a name that is too long for this file system'],
  EINVAL: ['invalid_arguments', 'has a name this file system does not accept'],
  EILSEQ: ['invalid_arguments', 'has a name this file system does not accept'],
  ELOOP: ['not_found', 'leads through a loop of symbolic links'],
  EEXIST: ['already_exists', 'exists already'],
  ENOTEMPTY: ['already_exists', 'exists already and is not empty'],
  ENXIO: ['unsupported', 'is a socket or pipe, not a regular file'],
  ENODEV: ['unsupported', 'is a device, not a regular file'],
  EBUSY: ['busy', 'is in use'],
  EAGAIN: ['busy', 'is locked by another program'],
  ETXTBSY: ['busy', 'is a program that is running'],
  EMFILE: ['busy', 'cannot be opened: too many files are open'],
  ENFILE: ['busy', 'cannot be opened: too many files are open'],
  ESTALE: ['conflict', 'was replaced during the call'],
  EIO: ['unavailable', 'cannot be read or written: the disk reported a fault'],
};

/**
 * Turns a fault of the operating system into one the caller can act on.
 *
 * @param shown the path as messages show it
 * @throws ToolError always; a ToolError and any other fault pass through unchanged
 */
export function failFromOs(error: unknown, shown: string): never {
  if (error instanceof ToolError) throw error;
  const meaning = meanings[osCode(error) ?? ''];
  if (meaning === undefined) throw error;
  const [code, problem, next] = meaning;
  return fail(code, `${shown} ${problem}.`, { cause: error, ...(next === undefined ? {} : { next }) });
}
