import { boundText, jsonTextBytes, showHidden } from '@portolan/runtime/untrusted-text';

/** What the bytes of a file are. */
export type FileText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary' }
  /** A pointer: the content lies in Git LFS. */
  | { readonly kind: 'lfs'; readonly oid: string; readonly size: number };

/** Git looks for NUL in so many bytes to tell binary files. */
const lookedAt = 8_000;

export function fileText(bytes: Uint8Array): FileText {
  if (bytes.subarray(0, lookedAt).includes(0)) return { kind: 'binary' };
  const text = decode(bytes);
  if (text === undefined) return { kind: 'binary' };
  // The form is that of the LFS specification, version 1.
  const pointer =
    bytes.length < 1_024 &&
    /^version https:\/\/git-lfs\.github\.com\/spec\/v1\n(?:.*\n)*?oid (sha256:[0-9a-f]{64})\n(?:.*\n)*?size (\d{1,15})\n/.exec(
      text,
    );
  return pointer ? { kind: 'lfs', oid: pointer[1] ?? '', size: Number(pointer[2]) } : { kind: 'text', text };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Some lines of a text, as far as there is room. */
export interface Lines {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly total_lines: number;
  /** Where to go on; left out where the lines asked for are all there. */
  readonly nextLine?: number;
  /** Units left out of the last line, which is longer than all the room. */
  readonly omitted?: number;
  readonly bytes: number;
}

/** Lines from one to another, counted from 1, up to so many bytes as JSON. */
export function linesOf(text: string, from: number, to: number, maxBytes: number): Lines {
  const ends = text.endsWith('\n');
  const lines = (ends ? text.slice(0, -1) : text).split('\n');
  const last = Math.min(to, lines.length);
  const total_lines = text === '' ? 0 : lines.length;
  const shown: string[] = [];
  let room = maxBytes;
  for (let line = from; line <= last; line += 1) {
    const written = `${showHidden(lines[line - 1] ?? '')}${line < lines.length || ends ? '\n' : ''}`;
    const bytes = jsonTextBytes(written);
    if (bytes > room) {
      if (shown.length > 0) return lineRange(shown, from, total_lines, maxBytes - room, { nextLine: line });
      const cut = boundText(written, maxBytes);
      const next = line < last ? { nextLine: line + 1 } : {};
      return lineRange([cut.text], from, total_lines, maxBytes, { ...next, omitted: cut.omitted });
    }
    room -= bytes;
    shown.push(written);
  }
  return lineRange(shown, from, total_lines, maxBytes - room, {});
}

const lineRange = (
  shown: readonly string[],
  from: number,
  total_lines: number,
  bytes: number,
  rest: { readonly nextLine?: number; readonly omitted?: number },
): Lines => ({
  text: shown.join(''),
  from,
  to: from + shown.length - 1,
  total_lines,
  bytes,
  ...rest,
});
