const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** The text of the HTML that Slack gives for a canvas, with headings, lists and paragraphs as in Markdown. */
export function pageText(html: string): string {
  return (
    html
      .replaceAll(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, '')
      .replaceAll(/<h([1-6])\b[^<>]*>/gi, (_tag, level: string) => `\n\n${'#'.repeat(Number(level))} `)
      .replaceAll(/<li\b[^<>]*>/gi, '\n- ')
      .replaceAll(/<br\b[^<>]*>/gi, '\n')
      .replaceAll(/<\/?(p|div|ul|ol|table|tr|h[1-6]|blockquote|pre)\b[^<>]*>/gi, '\n')
      .replaceAll(/<\/t[dh]\s*>/gi, '\t')
      .replaceAll(/<[^<>]{0,10000}>/g, '')
      .replaceAll(
        /&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,6});/gi,
        (whole, name: string) => character(name) ?? whole,
      )
      // Spaces are tried from the first of a row only: a canvas can hold a million of them.
      .replaceAll(/(?<![ \t])[ \t]+\n/g, '\n')
      .replaceAll(/\n{3,}/g, '\n\n')
      .trim()
  );
}

function character(name: string): string | undefined {
  if (!name.startsWith('#')) return entities[name.toLowerCase()];
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
    ? String.fromCodePoint(code)
    : undefined;
}
