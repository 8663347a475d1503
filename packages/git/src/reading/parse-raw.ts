import type { ChangedFile } from './diff.ts';
import { shownName } from './names.ts';
import { nameParts } from './records.ts';

type Counts = Pick<ChangedFile, 'added' | 'deleted'>;

/** What `git diff --raw --numstat -z` prints, joined by path. Names come as they are, never quoted. */
export function parseRaw(output: Buffer): readonly ChangedFile[] {
  const parts = [...nameParts(output)];
  const files: ChangedFile[] = [];
  while (parts[0]?.startsWith(':')) files.push(rawEntry(parts));
  const counts = new Map<string, Counts>();
  while (parts.length > 0) {
    const [path, count] = numstatEntry(parts);
    counts.set(path, count);
  }
  const seen = new Set<string>();
  return files.flatMap((file) => {
    // An unmerged file is listed twice.
    if (seen.has(file.path)) return [];
    seen.add(file.path);
    return [{ ...file, ...counts.get(file.path) }];
  });
}

/** `:modes ids status NUL path NUL`, and one more path for a rename or copy. */
function rawEntry(parts: string[]): ChangedFile {
  const status = parts.shift()?.split(' ').at(-1) ?? '';
  const first = shownName(parts.shift() ?? '');
  const letter = status.slice(0, 1);
  if (letter !== 'R' && letter !== 'C') return { path: first, status: letter };
  return { path: shownName(parts.shift() ?? ''), status: letter, from: first };
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
