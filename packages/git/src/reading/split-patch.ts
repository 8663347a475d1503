/**
 * The patches of each file in a patch. Every line of content begins with a blank, `+`, `-` or `\`, so a line
 * that begins with `diff ` is always the header of a file.
 */
export function splitPatch(patch: string): readonly string[] {
  const starts = [...patch.matchAll(/^diff --(?:git|cc|combined) /gm)].map(({ index }) => index);
  return starts.map((start, at) => patch.slice(start, starts[at + 1]));
}
