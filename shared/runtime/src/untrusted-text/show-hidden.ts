import { replaceHidden } from './hidden-characters.ts';

/**
 * Text whose exact characters matter, with those nobody can see written out as `\u{202e}`: code, diffs, paths,
 * names. A `\r` before a `\n` is a line end and stays.
 */
export const showHidden = (text: string): string => replaceHidden(text, escaped);

const escaped = (character: string, next: string): string =>
  character === '\r' && next === '\n' ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`;
