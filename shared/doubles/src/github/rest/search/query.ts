/** A search as GitHub reads it: words, quoted phrases, and qualifiers such as `is:open` or `-label:bug`. */
export interface Query {
  readonly words: readonly string[];
  readonly qualifiers: readonly Qualifier[];
}

export interface Qualifier {
  readonly name: string;
  readonly value: string;
  readonly negated: boolean;
}

export function parseQuery(text: string): Query {
  const words: string[] = [];
  const qualifiers: Qualifier[] = [];
  for (const [, minus = '', name, quoted, plain] of text.matchAll(
    /(-?)(?:([a-z-]+):)?(?:"([^"]*)"|(\S+))/gi,
  )) {
    const value = quoted ?? plain ?? '';
    if (name === undefined) words.push(value);
    else qualifiers.push({ name: name.toLowerCase(), value, negated: minus === '-' });
  }
  return { words, qualifiers };
}

/** Whether everything asked for holds; each name's test says whether one value does. */
export function matches(
  { qualifiers }: Query,
  tests: Readonly<Record<string, (value: string) => boolean>>,
): boolean {
  return qualifiers.every(({ name, value, negated }) => {
    const test = tests[name];
    return test === undefined || test(value) !== negated;
  });
}

export const same = (one: string | null | undefined, other: string) =>
  one?.toLowerCase() === other.toLowerCase();

export const hasAll = (text: string, words: readonly string[]) =>
  words.every((word) => text.toLowerCase().includes(word.toLowerCase()));

/** `>=2026-01-01`, `2026-01-01..2026-02-01` or a day. */
export function inRange(date: string, range: string): boolean {
  const at = Date.parse(date);
  const [from, to] = range.split('..');
  if (to !== undefined)
    return (
      (from === '*' || at >= Date.parse(from ?? '')) && (to === '*' || at <= Date.parse(to) + 86_399_999)
    );
  const [, operator = '', day = ''] = /^([<>]=?)?(.*)$/.exec(range) ?? [];
  if (operator === '>') return at > Date.parse(day);
  if (operator === '>=') return at >= Date.parse(day);
  if (operator === '<') return at < Date.parse(day);
  if (operator === '<=') return at <= Date.parse(day);
  return date.startsWith(day);
}
