/** A Markdown table; cells may hold Markdown, and bars in them are escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');

/** Inline code; nothing for nothing. */
export const code = (text: string | undefined) => (text ? `\`${text}\`` : '');

/** Plain text as Markdown: what would be emphasis or HTML stays as it is written. */
export const prose = (text: string) => text.replaceAll(/[*<]/g, (mark) => `\\${mark}`);

/**
 * Replaces what stands between `<!-- generated: NAME -->` and `<!-- end: NAME -->`.
 *
 * @throws Error when the markers are missing
 */
export function replaceSection(text: string, name: string, content: string): string {
  const [open, close] = [`<!-- generated: ${name} -->`, `<!-- end: ${name} -->`];
  const [from, to] = [text.indexOf(open), text.indexOf(close)];
  if (from === -1 || to < from) throw new Error(`The markers ${open} and ${close} are missing.`);
  return `${text.slice(0, from + open.length)}\n\n${content}\n\n${text.slice(to)}`;
}

/** What stands at the head of a page nobody should edit. */
export const generatedNotice = (source: string) =>
  `<!-- Generated from ${source} by \`pnpm gen\`. Edits here are overwritten. -->`;
