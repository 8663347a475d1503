import type { ChangedFile } from './diff.ts';
import { encodeBytes, meantName } from './names.ts';

type Named = Pick<ChangedFile, 'path' | 'from'>;

export interface FilePatch {
  readonly text: string;
  /** Its end may be missing, because no more was read. */
  readonly open: boolean;
}

/**
 * The patch of each file, as git prints it: two for a file that became a link, none for one in conflict that is
 * gone. Files in conflict come before all others.
 *
 * @param whole whether all that git would print was read
 * @returns undefined for a file whose patch may come after what was read
 */
export function patchesOf(
  patch: string,
  files: readonly Named[],
  whole: boolean,
): readonly (FilePatch | undefined)[] {
  const places = new Map(files.flatMap((file, index) => headersOf(file).map((header) => [header, index])));
  const found = new Map<number, FilePatch>();
  const parts = splitPatch(patch);
  let reached = whole ? files.length : -1;
  for (const [at, part] of parts.entries()) {
    const place = places.get(part.slice(0, part.indexOf('\n')));
    if (place === undefined) continue;
    found.set(place, {
      text: (found.get(place)?.text ?? '') + part,
      open: !whole && at === parts.length - 1,
    });
    if (part.startsWith('diff --git ')) reached = Math.max(reached, place);
  }
  return files.map(
    (_, index) => found.get(index) ?? (index < reached ? { text: '', open: false } : undefined),
  );
}

/**
 * The patches of each file in a patch. Every line of content begins with a blank, `+`, `-` or `\`, so a line
 * that begins with `diff ` is always the header of a file.
 */
function splitPatch(patch: string): readonly string[] {
  const starts = [...patch.matchAll(/^diff --(?:git|cc|combined) /gm)].map(({ index }) => index);
  return starts.map((start, at) => patch.slice(start, starts[at + 1]));
}

/** The first line of a file's patch, in each form it may have. */
function headersOf({ path, from = path }: Named): readonly string[] {
  const named = `${quoted('a/', from)} ${quoted('b/', path)}`;
  return [`diff --git ${named}`, `diff --cc ${quoted('', path)}`, `diff --combined ${quoted('', path)}`];
}

const escapes: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};

/** A name as git writes it in a header; bytes that are no UTF-8 are replaced, as in the text of the patch. */
function quoted(prefix: string, shown: string): string {
  const name = prefix + encodeBytes(meantName(shown, 'path')).toString('utf8');
  const plain = name.replaceAll(
    /["\\\u0000-\u001f\u007f]/g,
    (character) => escapes[character] ?? `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`,
  );
  return plain === name ? name : `"${plain}"`;
}
