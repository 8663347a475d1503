/** Makes a literal safe inside a pattern; `RegExp.escape` comes with Node 24 only. */
export function escapePattern(literal: string): string {
  return literal.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}
