import { makeCursor, readCursor } from '@portolan/runtime';
import { showName } from '../roots/show.ts';
import type { Scope } from '../searching/scope.ts';
import type { EntryKind } from '../searching/walk/walk-tree.ts';
import { firstEntriesOf, withFolder } from './listed-folder.ts';
import { rowsWithRoom } from './page-room.ts';

/** Which page of a folder is asked for. */
export interface ListOptions {
  /** Entries of one answer. */
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One row of a listing. */
export interface ListedEntry {
  /** Escaped, so that it is one row whatever it holds. */
  readonly name: string;
  readonly kind: EntryKind;
}

/** One page of a folder. */
export interface Listing<Entry> {
  readonly entries: readonly Entry[];
  /** Entries of the folder in all, this page or not. */
  readonly total: number;
  readonly truncated: boolean;
  readonly nextCursor?: string;
}

/**
 * The entries of one folder by name.
 *
 * @throws ToolError `invalid_arguments` for a foreign cursor, `not_found`, `unsupported`, `permission_denied`
 */
export async function listDirectory(scope: Scope, options: ListOptions): Promise<Listing<ListedEntry>> {
  options.signal?.throwIfAborted();
  const question = ['list_directory', scope.real];
  const after = options.cursor === undefined ? undefined : readCursor(question, options.cursor, 1)[0];
  const { limit, signal } = options;
  const { entries, total } = await withFolder(scope, (open) =>
    firstEntriesOf(scope, open, { after, most: limit + 1, signal }),
  );
  const found = [...entries];
  const page = found.slice(0, limit);
  const shown = page.map(({ name, kind }) => ({ name: showName(name), kind }));
  const fits = rowsWithRoom(shown, ({ name }) => name, ROW_BYTES);
  const truncated = fits < found.length;
  const last = page[fits - 1];
  return {
    entries: shown.slice(0, fits),
    total,
    truncated,
    ...(truncated && last ? { nextCursor: makeCursor(question, [last.name]) } : {}),
  };
}

/** `[FILE] ` and the line end, in both forms. */
const ROW_BYTES = 20;

/** The official server's row: `[DIR] name` or `[FILE] name`. */
export const renderEntry = ({ name, kind }: ListedEntry): string =>
  `${kind === 'directory' ? '[DIR]' : '[FILE]'} ${name}`;
