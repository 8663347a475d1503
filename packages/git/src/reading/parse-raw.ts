import type { ChangedFile } from './diff.ts';
import { shownName } from './names.ts';
import { nameParts } from './records.ts';

type Counts = Pick<ChangedFile, 'added' | 'deleted'>;

/** A file as listed, and whether it may only have been touched: git has not compared its content yet. */
export interface ListedFile {
  readonly file: ChangedFile;
  readonly unsure: boolean;
}

interface RawFile extends Pick<ListedFile, 'file'> {
  /** Of a file in the work tree whose time changed, and nothing else that is known without reading it. */
  readonly touched: boolean;
}

/**
 * What `git diff --raw --numstat -z` prints, joined by path. Names come as they are, never quoted.
 *
 * @param whole whether nothing of it is cut off
 */
export function parseRaw(output: Buffer, whole: boolean): readonly ListedFile[] {
  const parts = [...nameParts(output)];
  const files: RawFile[] = [];
  while (parts[0]?.startsWith(':')) files.push(rawEntry(parts));
  const counts = new Map<string, Counts>();
  while (parts.length > 0) {
    const [path, count] = numstatEntry(parts);
    counts.set(path, count);
  }
  const seen = new Set<string>();
  return files.flatMap(({ file, touched }) => {
    const count = counts.get(file.path);
    // An unmerged file is listed twice; text that is the same has no counts.
    if (seen.has(file.path) || (whole && touched && count === undefined)) return [];
    seen.add(file.path);
    return [{ file: { ...file, ...count }, unsure: touched && count?.added === undefined }];
  });
}

/** `:mode mode id id status NUL path NUL`, and one more path for a rename or copy. */
function rawEntry(parts: string[]): RawFile {
  const [before = '', after = '', , id = '', status = ''] = parts.shift()?.slice(1).split(' ') ?? [];
  const first = shownName(parts.shift() ?? '');
  const letter = status.slice(0, 1);
  const touched = letter === 'M' && before === after && /^0+$/.test(id);
  if (letter !== 'R' && letter !== 'C') return { file: { path: first, status: letter }, touched };
  return { file: { path: shownName(parts.shift() ?? ''), status: letter, from: first }, touched };
}

/** `added TAB deleted TAB path NUL`; for a rename the path is empty and both paths follow. */
export function numstatEntry(parts: string[]): readonly [path: string, counts: Counts] {
  const { inline, ...counts } = parsedNumstat(parts.shift() ?? '');
  const path = inline === '' ? shownName(parts.splice(0, 2).at(-1) ?? '') : inline;
  return [path, counts];
}

/** Binary files have no counts. */
export function parsedNumstat(line: string): Counts & { readonly inline: string } {
  const [added = '', deleted = '', ...name] = line.split('\t');
  const inline = shownName(name.join('\t'));
  return added === '-' ? { inline } : { inline, added: Number(added), deleted: Number(deleted) };
}
