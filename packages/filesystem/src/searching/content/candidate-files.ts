import { byName, compareFolders } from '../walk/position.ts';
import { named } from '../walk/read-entries.ts';
import type { NamedFiles } from '../walk/visit-files.ts';
import type { WalkEntry } from '../walk/walk-tree.ts';

/** A file by its folder relative to the start. */
export interface ChosenFile {
  readonly folder: string;
  readonly entry: WalkEntry;
}

/** Files that may hold a match, by the folder they lie in, relative to the start. */
export class CandidateFiles {
  readonly #byFolder = new Map<string, WalkEntry[]>();
  /** For folders below one whose name is not UTF-8 that one: no path leads there. */
  readonly #closedAt = new Map<string, string>();
  #paths: ReadonlySet<string> | undefined;
  #folders: ReadonlySet<string> | undefined;
  /** The beginning of a path whose end has not come yet. */
  #rest: Buffer = Buffer.alloc(0);

  /**
   * Adds the files of a part of the output.
   *
   * @param part paths from the start on, each with a NUL after it, cut off anywhere
   */
  add(part: Buffer): readonly ChosenFile[] {
    const end = part.lastIndexOf(0) + 1;
    const whole = Buffer.concat([this.#rest, part.subarray(0, end)]);
    this.#rest = end === 0 ? Buffer.concat([this.#rest, part]) : part.subarray(end);
    const text = whole.toString('utf8');
    const isText = !text.includes('\uFFFD');
    const paths = (isText ? text : whole.toString('latin1')).split('\0').slice(0, -1).map(withoutDot);
    return paths.map((path) => (isText ? this.#add(path) : this.#addBytes(path)));
  }

  /** Whether a file is one of them. */
  has(path: string): boolean {
    this.#paths ??= new Set(this.#eachPath());
    return this.#paths.has(path);
  }

  /** Whether a folder leads to one of them. */
  leadsOn(folder: string): boolean {
    this.#folders ??= this.#withAbove();
    return this.#folders.has(folder);
  }

  /** In the order of a walk. */
  *inOrder(): Generator<NamedFiles, void> {
    for (const folder of [...this.#byFolder.keys()].sort(compareFolders)) {
      const entries = this.#byFolder.get(folder) ?? [];
      entries.sort((a, b) => byName(a.name, b.name));
      yield { folder, entries, closedAt: this.#closedAt.get(folder) };
    }
  }

  #add(path: string): ChosenFile {
    const at = path.lastIndexOf('/');
    const name = path.slice(at + 1);
    return this.#put(at === -1 ? '' : path.slice(0, at), { name, rawName: name });
  }

  /** Names that are not UTF-8 get the form a walk gives them. */
  #addBytes(path: string): ChosenFile {
    const names = path.split('/').map((name) => named(Buffer.from(name, 'latin1')));
    const last = names.pop() ?? { name: '', rawName: '' };
    const folder = joined(names);
    const closed = names.findIndex(({ rawName }) => typeof rawName !== 'string');
    if (closed !== -1) this.#closedAt.set(folder, joined(names.slice(0, closed + 1)));
    return this.#put(folder, last);
  }

  #put(folder: string, { name, rawName }: Pick<WalkEntry, 'name' | 'rawName'>): ChosenFile {
    const entry: WalkEntry = { name, rawName, kind: 'file' };
    const entries = this.#byFolder.get(folder);
    if (entries === undefined) this.#byFolder.set(folder, [entry]);
    else entries.push(entry);
    return { folder, entry };
  }

  *#eachPath(): Generator<string, void> {
    for (const [folder, entries] of this.#byFolder)
      for (const { name } of entries) yield folder === '' ? name : `${folder}/${name}`;
  }

  #withAbove(): ReadonlySet<string> {
    const folders = new Set<string>();
    for (const folder of this.#byFolder.keys()) {
      for (let at = folder.length; at > 0; at = folder.lastIndexOf('/', at - 1)) {
        const above = folder.slice(0, at);
        if (folders.has(above)) break;
        folders.add(above);
      }
    }
    return folders;
  }
}

const joined = (names: readonly { readonly name: string }[]): string =>
  names.map(({ name }) => name).join('/');

const withoutDot = (path: string): string => (path.startsWith('./') ? path.slice(2) : path);
