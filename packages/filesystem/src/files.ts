import { createAccess } from './access/create-access.ts';
import type { Access, AccessOptions } from './access/types.ts';
import { readText, type TextRead } from './reading/read-text.ts';
import type { TextOptions } from './reading/text-options.ts';
import { createRoots } from './roots/create-roots.ts';
import type { RootsOptions } from './roots/types.ts';
import { createQueue } from './writing/queue.ts';
import { type WriteOptions, type Writing, type Written, writeFile } from './writing/write-file.ts';

export interface FilesOptions extends RootsOptions, AccessOptions {}

/** Files and folders inside the allowed roots. Every method throws ToolError with a code of the catalogue. */
export interface Files {
  /** For code that walks: listing, searching, archives. */
  readonly access: Access;
  readText(path: string, options?: TextOptions): Promise<TextRead>;
  write(path: string, content: string | Buffer, options?: WriteOptions): Promise<Written>;
  /** The same files limited to these folders too; writers of both wait for each other. */
  narrow(folders: readonly string[]): Files;
}

/**
 * Opens the operator's folders.
 *
 * @param folders existing folders
 * @throws ToolError `invalid_arguments` naming a folder that is none
 */
export function createFiles(folders: readonly string[], options: FilesOptions = {}): Files {
  return assemble({ access: createAccess(createRoots(folders, options), options), queue: createQueue() });
}

function assemble(writing: Writing): Files {
  const { access } = writing;
  return {
    access,
    readText: (path, options) => readText(access, path, options),
    write: (path, content, options) => writeFile(writing, path, content, options),
    narrow: (folders) => assemble({ ...writing, access: access.narrow(folders) }),
  };
}
