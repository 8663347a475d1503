/** All that could be a name: words as they are and folded, and whatever stands in double quotes. */
export function wordsOf(text: string): string[] {
  const plain = text.match(/[\p{L}_][\p{L}\p{M}\p{N}_$]*/gu) ?? [];
  const quoted = text.match(/"(?:[^"]|"")+"/g) ?? [];
  return [
    ...plain,
    ...plain.map((word) => word.toLowerCase()),
    ...quoted.map((name) => name.slice(1, -1).replaceAll('""', '"')),
  ];
}

/** Whether names may be spelled by the numbers of their characters. */
export const isEscaped = (text: string) => /\bu&"/i.test(text);
