import { showName } from '../roots/show.ts';

/** A diff in a Markdown fence that no line of it can close. */
export function fencedDiff(diff: string): string {
  let fence = '```';
  while (diff.includes(fence)) fence += '`';
  return `${fence}diff\n${diff}${fence}\n\n`;
}

/**
 * What the official server answers to an edit: the diff under a header with the absolute path, and the
 * header alone when nothing changes.
 *
 * @param diff a unified diff of one file, or nothing
 */
export function editAnswer(path: string, diff: string): string {
  const name = showName(path);
  const hunks = diff.slice(diff.indexOf('\n@@ ') + 1);
  const header = `Index: ${name}\n${'='.repeat(67)}\n--- ${name}\toriginal\n+++ ${name}\tmodified\n`;
  return fencedDiff(header + hunks);
}
