/** The NUL-separated parts of git's output; what was cut off in the middle is left out. */
export function nulParts(output: Buffer): readonly string[] {
  const parts = output.toString('utf8').split('\0');
  parts.pop();
  return parts;
}

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
