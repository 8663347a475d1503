import { createAccess } from './access/create-access.ts';
import type { Access, AccessOptions } from './access/types.ts';
import { type Checksum, type ChecksumAlgorithm, checksum } from './reading/checksum.ts';
import { type Info, infoOf } from './reading/entry-info.ts';
import { type ManyRead, readMany } from './reading/read-many.ts';
import { type Media, readMedia } from './reading/read-media.ts';
import { readText, type TextRead } from './reading/read-text.ts';
import type { TextOptions } from './reading/text-options.ts';
import { createRoots } from './roots/create-roots.ts';
import type { PermitsPath, RootsOptions } from './roots/types.ts';
import { type AppendOptions, appendFile } from './writing/append-file.ts';
import type { Edit } from './writing/apply-edits.ts';
import { type CopyOptions, type CopyResult, copy } from './writing/copy.ts';
import { type Edited, type EditedText, type EditOptions, editFile } from './writing/edit-file.ts';
import { editLines, type LineRange } from './writing/edit-lines.ts';
import { hashOfPath } from './writing/entry-hash.ts';
import { type Moved, type MoveOptions, move } from './writing/move.ts';
import { createQueue } from './writing/queue.ts';
import { type Removed, type RemoveOptions, remove } from './writing/remove.ts';
import { type Restored, type RestoreOptions, type RestoreWhich, restore } from './writing/restore.ts';
import { listTrash, type TrashItem } from './writing/trash.ts';
import { type WriteOptions, type Writing, type Written, writeFile } from './writing/write-file.ts';

/** What is served of the folders, and how. */
export interface FilesOptions extends RootsOptions, AccessOptions {
  /** Largest file given as base64. Default 10 MiB. */
  readonly maxMediaBytes?: number;
}

/** Files and folders inside the allowed roots. Every method ends with plain data or a ToolError of the catalogue. */
export interface Files {
  /** For code that walks: listing, searching, archives. */
  readonly access: Access;
  /** Orders writers; code that writes by other means takes the real paths it changes as keys. */
  readonly writing: Writing;
  readText(path: string, options?: TextOptions): Promise<TextRead>;
  readMany(
    paths: readonly string[],
    options?: Pick<TextOptions, 'encoding' | 'maxBytes' | 'signal'>,
  ): Promise<readonly ManyRead[]>;
  readMedia(path: string, signal?: AbortSignal): Promise<Media>;
  checksum(path: string, algorithm?: ChecksumAlgorithm, signal?: AbortSignal): Promise<Checksum>;
  info(path: string): Info;
  /** What `ifMatch` compares: of a file, or of a folder with everything in it. */
  hash(path: string, signal?: AbortSignal): Promise<string>;
  write(path: string, content: string | Buffer, options?: WriteOptions): Promise<Written>;
  append(path: string, content: string, options?: AppendOptions): Promise<Written>;
  edit(path: string, edits: readonly Edit[], options?: EditOptions): Promise<EditedText>;
  editLines(path: string, range: LineRange, newText: string, options?: EditOptions): Promise<Edited>;
  /** Makes a folder and its parents; `created` is how many of them were missing. */
  createFolder(path: string): { readonly path: string; readonly created: number };
  move(source: string, destination: string, options?: MoveOptions): Promise<Moved>;
  copy(source: string, destination: string, options?: CopyOptions): Promise<CopyResult>;
  remove(path: string, options?: RemoveOptions): Promise<Removed>;
  restore(which: RestoreWhich, options?: RestoreOptions): Promise<Restored>;
  trash(): readonly TrashItem[];
  /** The same files limited to these folders too; writers of both wait for each other. */
  narrow(folders: readonly string[]): Files;
  /** The same files without the paths that a policy does not permit. */
  restrict(permits: PermitsPath): Files;
}

/**
 * Opens the operator's folders.
 *
 * @param folders existing folders
 * @throws ToolError `invalid_arguments` naming a folder that is none
 */
export function createFiles(folders: readonly string[], options: FilesOptions = {}): Files {
  const writing = { access: createAccess(createRoots(folders, options), options), queue: createQueue() };
  return assemble(writing, options);
}

function assemble(writing: Writing, options: FilesOptions): Files {
  const { access } = writing;
  return {
    access,
    writing,
    readText: (path, how) => readText(access, path, how),
    readMany: (paths, how) => readMany(access, paths, how),
    readMedia: (path, signal) => readMedia(access, path, options.maxMediaBytes, signal),
    checksum: (path, algorithm, signal) => checksum(access, path, algorithm, signal),
    info: (path) => infoOf(access, path),
    hash: (path, signal) => hashOfPath(access, path, signal),
    write: (path, content, how) => writeFile(writing, path, content, how),
    append: (path, content, how) => appendFile(writing, path, content, how),
    edit: (path, edits, how) => editFile(writing, path, edits, how),
    editLines: (path, range, newText, how) => editLines(writing, path, range, newText, how),
    createFolder(path) {
      const { place, made } = access.makeFolder(path);
      return { path: place.path, created: made };
    },
    move: (source, destination, how) => move(writing, source, destination, how),
    copy: (source, destination, how) => copy(writing, source, destination, how),
    remove: (path, how) => remove(writing, path, how),
    restore: (which, how) => restore(writing, which, how),
    trash: () => listTrash(access),
    narrow: (folders) => assemble({ ...writing, access: access.narrow(folders) }, options),
    restrict: (permits) => assemble({ ...writing, access: access.restrict(permits) }, options),
  };
}
