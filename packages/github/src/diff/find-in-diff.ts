import { linesOf } from '../logs/lines.ts';

const decoder = new TextDecoder();

/**
 * The part of a unified diff that changes one file, read no further than its end and holding nothing else.
 *
 * @param path of the file after the change, or before it where it was removed
 * @param maxBytes of that part; more than that is left out
 * @returns its hunks as text; undefined where the diff does not change the file
 */
export async function findInDiff(
  chunks: AsyncIterable<Uint8Array>,
  path: string,
  maxBytes: number,
): Promise<{ readonly patch: string; readonly truncated: boolean } | undefined> {
  const lines: string[] = [];
  const section = { found: false, inHunks: false, bytes: 0 };
  for await (const { bytes } of linesOf(chunks, 64 * 1024)) {
    const start = decoder.decode(bytes.subarray(0, 12));
    if (start.startsWith('diff --git ')) {
      if (section.inHunks) break;
      section.found = false;
      continue;
    }
    if (!section.inHunks && /^(---|\+\+\+) /.test(start)) {
      section.found ||= namedBy(decoder.decode(bytes)) === path;
      continue;
    }
    if (!section.found) continue;
    if (start.startsWith('@@ ')) section.inHunks = true;
    if (!section.inHunks) continue;
    section.bytes += bytes.length + 1;
    if (section.bytes > maxBytes) return { patch: lines.join('\n'), truncated: true };
    lines.push(decoder.decode(bytes));
  }
  return section.inHunks ? { patch: lines.join('\n'), truncated: false } : undefined;
}

/** The file that a `---` or `+++` line names; git quotes names with special characters as C does. */
function namedBy(line: string): string {
  const name = line.slice(4).replace(/\t$/, '');
  const plain = name.startsWith('"') && name.endsWith('"') ? unquote(name.slice(1, -1)) : name;
  return plain.replace(/^[ab]\//, '');
}

const escapes: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };

function unquote(quoted: string): string {
  const bytes = [...quoted.matchAll(/\\([0-7]{3}|.)|[^\\]+/gs)].flatMap(([whole, code]) => {
    if (code === undefined) return [...Buffer.from(whole)];
    if (/^[0-7]{3}$/.test(code)) return [Number.parseInt(code, 8)];
    return [escapes[code] ?? code.charCodeAt(0)];
  });
  return Buffer.from(bytes).toString('utf8');
}
