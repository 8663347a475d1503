import { YAMLParseError } from 'yaml';

/** The YAML library for those who load it late: a bundle keeps the names of an ES module, not of CommonJS. */
export { parse, parseDocument } from 'yaml';

/** Where the parser stopped, for its message may quote the text; undefined for another fault. */
export function faultPlace(error: unknown): string | undefined {
  const start = error instanceof YAMLParseError ? error.linePos?.[0] : undefined;
  return start && `at line ${start.line}, column ${start.col}`;
}
