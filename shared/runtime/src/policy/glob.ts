/**
 * Globs of a policy: `*` and `?` stay inside one segment, `**` is any number of whole segments, `\` takes the
 * next character as it is, everything else is literal. Matching takes time of length × length at worst, so a
 * hostile value cannot stall the server as it can with a backtracking expression.
 */
export type Glob = (value: string) => boolean;

type Segment = '**' | readonly Token[];
/** One literal character, or a wildcard. */
type Token = { readonly literal: string } | { readonly wild: '*' | '?' };

/**
 * @throws Error naming the rule the pattern breaks: braces, brackets and a leading `!` are refused, because as
 * literals they would silently match nothing
 */
export function compileGlob(pattern: string): Glob {
  const segments = splitSegments(pattern).map(compileSegment);
  return (value) => matchSequence(segments, value.split('/'), isGlobstar, matchSegment);
}

function splitSegments(pattern: string): readonly string[] {
  if (pattern === '') throw new Error('a pattern cannot be empty');
  if (pattern.startsWith('!')) throw new Error('a pattern cannot begin with "!"; use deny');
  return pattern.split('/');
}

function compileSegment(segment: string): Segment {
  if (segment === '**') return '**';
  if (segment.includes('**')) throw new Error('"**" must be a whole segment between slashes');
  const tokens: Token[] = [];
  const characters = segment[Symbol.iterator]();
  for (const character of characters) {
    if (character === '\\') {
      const escaped = characters.next();
      if (escaped.done) throw new Error('"\\" must be followed by the character it protects');
      tokens.push({ literal: escaped.value });
    } else if (character === '*' || character === '?') {
      tokens.push({ wild: character });
    } else if ('[]{}'.includes(character)) {
      throw new Error(
        `"${character}" is not a wildcard here; write "\\${character}" for the character itself`,
      );
    } else {
      tokens.push({ literal: character });
    }
  }
  return tokens;
}

const isGlobstar = (segment: Segment) => segment === '**';
const isStar = (token: Token) => 'wild' in token && token.wild === '*';

const matchToken = (token: Token, character: string) =>
  'literal' in token ? token.literal === character : token.wild === '?';

const matchSegment = (segment: Segment, value: string) =>
  segment !== '**' && matchSequence(segment, [...value], isStar, matchToken);

/** Wildcard matching that returns only to the latest star: what an earlier one could take, the latest can too. */
function matchSequence<Part, Item>(
  parts: readonly Part[],
  items: readonly Item[],
  isAny: (part: Part) => boolean,
  matches: (part: Part, item: Item) => boolean,
): boolean {
  let part = 0;
  let item = 0;
  let star: { readonly part: number; item: number } | undefined;
  for (;;) {
    const current = parts[part];
    const value = items[item];
    if (current !== undefined && isAny(current)) {
      star = { part, item };
      part += 1;
    } else if (value === undefined && current === undefined) {
      return true;
    } else if (current !== undefined && value !== undefined && matches(current, value)) {
      part += 1;
      item += 1;
    } else if (star !== undefined && star.item < items.length) {
      star.item += 1;
      part = star.part + 1;
      item = star.item;
    } else {
      return false;
    }
  }
}
