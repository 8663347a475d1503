import { fileRule } from './rule.ts';

/** Lines of a source file; a test may be longer. Most are far shorter. */
export const MAX_LINES = 300;

/** One file, one idea: a long one is split. */
export const fileLength = fileRule('file-length', (file) => {
  const lines = file.text.trimEnd().split('\n').length;
  if (file.isTest || lines <= MAX_LINES) return [];
  return [{ message: `has ${lines} lines; split it, ${MAX_LINES} is the limit` }];
});
