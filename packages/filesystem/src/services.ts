import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type CallBasics, type CallContext, fail } from '@portolan/runtime';
import { createFiles, type Files, type FilesOptions } from './files.ts';

/** Lists of client folders that are remembered with the files they narrow to. */
const MAX_REMEMBERED = 32;

/** What tools, resources and prompts get beside the call itself. */
export interface Services {
  /**
   * The files of one call: the operator's folders, narrowed to those the client works in and to what the
   * policy permits.
   *
   * @throws ToolError `outside_roots` when no folder is left or none was ever named
   */
  readonly filesFor: (basics: Pick<CallBasics, 'roots' | 'caller' | 'permits'>) => Promise<Files>;
  /** Undefined when the operator named no folder. */
  readonly operatorFiles: Files | undefined;
  /** Whether deletions go to the trash unless the caller says otherwise. */
  readonly trash: boolean;
}

/** What every tool of this server gets beside its input. */
export type Context = CallContext<Services>;

/** The settings of this server that its tools work with. */
export interface ServicesOptions extends FilesOptions {
  readonly folders: readonly string[];
  readonly trash: boolean;
}

/** @throws ToolError `invalid_arguments` naming a folder that is none */
export function createServices({ folders, trash, ...options }: ServicesOptions): Services {
  const operatorFiles = folders.length === 0 ? undefined : createFiles(folders, options);
  const remembered = new Map<string, Files>();
  const remember = (key: string, files: Files) => {
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(key, files);
    return files;
  };
  const filesIn = async ({ roots, caller }: Pick<CallBasics, 'roots' | 'caller'>) => {
    const uris = (await roots()) ?? [];
    const clientFolders = uris.flatMap(folderOf);
    if (clientFolders.length === 0) return operatorFiles ?? refuseWithoutFolder();
    const key = JSON.stringify(clientFolders);
    const known = remembered.get(key);
    if (known !== undefined) return known;
    if (operatorFiles !== undefined) return remember(key, narrowed(operatorFiles, clientFolders));
    // Over HTTP a caller must not choose what of this machine is served.
    if (caller.kind !== 'local') return refuseWithoutFolder();
    const existing = clientFolders.filter(isFolder);
    return existing.length === 0 ? refuseWithoutFolder() : remember(key, createFiles(existing, options));
  };
  return {
    operatorFiles,
    trash,
    async filesFor(basics) {
      const files = await filesIn(basics);
      const { permits } = basics;
      return permits === undefined ? files : files.restrict((path) => permits({ path: [path] }));
    },
  };
}

function narrowed(files: Files, folders: readonly string[]): Files {
  const narrow = files.narrow(folders);
  if (narrow.access.roots.list.length > 0) return narrow;
  return fail('outside_roots', 'None of the folders the client works in is inside the allowed folders.', {
    next: `Open a folder inside ${shownFolders(files)} in the client, or ask the operator to allow another.`,
  });
}

const shownFolders = (files: Files) => files.access.roots.list.map(({ spelled }) => spelled).join(', ');

const refuseWithoutFolder = (): never =>
  fail(
    'outside_roots',
    'No folder is allowed: the server was started without one, and the client names none.',
    {
      next: 'Start the server with the folders to serve, as in `portolan-filesystem /path/to/folder`, or use a client that gives its roots.',
    },
  );

/** The path of a `file:` URI of this machine; what is none says nothing about folders here. */
function folderOf(uri: string): readonly string[] {
  try {
    return [fileURLToPath(uri)];
  } catch (error) {
    if (error instanceof TypeError) return [];
    throw error;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    // A folder that cannot even be looked at is not served.
    return false;
  }
}
