import { TextDecoder } from 'node:util';

/** Longest path shown in a message; a 1 MB path must not become a 1 MB error. */
const MAX_SHOWN = 300;

/**
 * Control characters, line and paragraph separators, bidirectional overrides, invisible marks and lone
 * surrogates: everything that could forge a row of a listing or make a name look like another.
 */
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const unsafeOrBackslash = new RegExp(`${unsafe.source}|\\\\`, 'g');

const shortEscapes: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\\': '\\\\',
};

const escapeOne = (character: string): string => {
  const short = shortEscapes[character];
  if (short !== undefined) return short;
  const code = character.charCodeAt(0);
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
};

/** A file name or path on one line, with what could deceive a reader escaped. Plain names are unchanged. */
export function showName(name: string): string {
  return unsafe.test(name) ? name.replace(unsafeOrBackslash, escapeOne) : name;
}

/** A file name that is not valid UTF-8: the bytes that do not decode are shown as `\xNN`. */
export function showBytes(name: Uint8Array): string {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let shown = '';
  for (let at = 0; at < name.length; ) {
    const length = [1, 2, 3, 4].find((count) => decodes(decoder, name.subarray(at, at + count)));
    const bytes = name.subarray(at, at + (length ?? 1));
    shown +=
      length === undefined
        ? `\\x${(bytes[0] ?? 0).toString(16).padStart(2, '0')}`
        : decoder.decode(bytes).replace(unsafeOrBackslash, escapeOne);
    at += bytes.length;
  }
  return shown;
}

function decodes(decoder: TextDecoder, bytes: Uint8Array): boolean {
  try {
    return decoder.decode(bytes).length > 0;
  } catch {
    return false;
  }
}

/** A path for a message: escaped, and cut in the middle when it is long. */
export function showPath(path: string): string {
  if (path === '') return '.';
  if (path.length <= MAX_SHOWN) return showName(path);
  const half = MAX_SHOWN / 2;
  return `${showName(path.slice(0, half))}…${showName(path.slice(-half))} (${path.length} characters)`;
}
