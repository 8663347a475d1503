import { isUtf8 } from 'node:buffer';
import { decodeBytes, shownName } from './names.ts';

/** The NUL-separated parts of git's output; what was cut off in the middle is left out. */
export function nulParts(output: Buffer): readonly string[] {
  const parts = output.toString('utf8').split('\0');
  parts.pop();
  return parts;
}

/** The same with every byte of names that are not UTF-8 kept, as `decodeBytes` does. */
export function nameParts(output: Buffer): readonly string[] {
  if (isUtf8(output)) return nulParts(output);
  const parts: string[] = [];
  let start = 0;
  for (let end = output.indexOf(0); end !== -1; end = output.indexOf(0, start)) {
    parts.push(decodeBytes(output.subarray(start, end)));
    start = end + 1;
  }
  return parts;
}

/** The names that git prints one after the other, as callers see them. */
export const shownNames = (output: Buffer): readonly string[] => nameParts(output).map(shownName);

/** Records of a fixed number of NUL-ended fields. */
export function records(output: Buffer, width: number): readonly (readonly string[])[] {
  const parts = nulParts(output);
  return Array.from({ length: Math.floor(parts.length / width) }, (_, index) =>
    parts.slice(index * width, index * width + width),
  );
}

/** Lines of NUL-separated fields, as for-each-ref prints them; no field can hold a line end. */
export const lineRecords = (output: Buffer): readonly (readonly string[])[] =>
  output
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\0'));
