import { makeCursor, readCursor } from '@portolan/runtime';
import { showName } from '../roots/show.ts';
import type { Scope } from '../searching/scope.ts';
import { byName } from '../searching/walk/position.ts';
import type { EntryKind } from '../searching/walk/walk-tree.ts';
import { entriesOf, visible, withFolder } from './listed-folder.ts';

export interface ListOptions {
  /** Entries of one answer. */
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ListedEntry {
  /** Escaped, so that it is one row whatever it holds. */
  readonly name: string;
  readonly kind: EntryKind;
}

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
  const all = visible(scope, await withFolder(scope, (open) => entriesOf(scope, open)));
  const rest = after === undefined ? all : all.filter(({ name }) => byName(name, after) > 0);
  const page = rest.slice(0, options.limit);
  const last = page.at(-1);
  const truncated = rest.length > page.length;
  return {
    entries: page.map(({ name, kind }) => ({ name: showName(name), kind })),
    total: all.length,
    truncated,
    ...(truncated && last ? { nextCursor: makeCursor(question, [last.name]) } : {}),
  };
}

/** The official server's row: `[DIR] name` or `[FILE] name`. */
export const renderEntry = ({ name, kind }: ListedEntry): string =>
  `${kind === 'directory' ? '[DIR]' : '[FILE]'} ${name}`;
