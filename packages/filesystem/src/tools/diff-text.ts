/** A diff in a Markdown fence that no line of it can close, as the official server gives it. */
export function fencedDiff(diff: string): string {
  let fence = '```';
  while (diff.includes(fence)) fence += '`';
  return `${fence}diff\n${diff}${fence}\n\n`;
}
