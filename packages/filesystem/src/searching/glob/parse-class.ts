/** POSIX class names, as a shell has them. */
const posixClasses: Readonly<Record<string, RegExp>> = {
  alnum: /[\p{L}\p{Nl}\p{Nd}]/u,
  alpha: /[\p{L}\p{Nl}]/u,
  ascii: /[\x00-\x7f]/,
  blank: /[\p{Zs}\t]/u,
  cntrl: /\p{Cc}/u,
  digit: /\p{Nd}/u,
  graph: /[^\p{Z}\p{C}]/u,
  lower: /\p{Ll}/u,
  print: /[^\p{C}]/u,
  punct: /\p{P}/u,
  space: /[\p{Z}\t\r\n\v\f]/u,
  upper: /\p{Lu}/u,
  word: /[\p{L}\p{Nl}\p{Nd}\p{Pc}]/u,
  xdigit: /[A-Fa-f0-9]/,
};

interface ParsedClass {
  readonly accepts: (char: string) => boolean;
  readonly end: number;
}

type Part = (char: string) => boolean;

/** Reads `[…]` at `at`; nothing where it is not closed, so that the bracket is plain text. */
export function parseClass(pattern: string, at: number): ParsedClass | undefined {
  const isNegated = pattern.charAt(at + 1) === '!' || pattern.charAt(at + 1) === '^';
  const first = at + (isNegated ? 2 : 1);
  const parts: Part[] = [];
  let next = first;
  while (next < pattern.length) {
    if (pattern.charAt(next) === ']' && next > first) {
      return { accepts: (char) => parts.some((part) => part(char)) !== isNegated, end: next + 1 };
    }
    const part = parsePosix(pattern, next) ?? parseRange(pattern, next);
    if (part === undefined) return undefined;
    parts.push(part.accepts);
    next = part.end;
  }
  return undefined;
}

function parsePosix(pattern: string, at: number): ParsedClass | undefined {
  if (!pattern.startsWith('[:', at)) return undefined;
  const close = pattern.indexOf(':]', at + 2);
  const set = close < 0 ? undefined : posixClasses[pattern.slice(at + 2, close)];
  return set && { accepts: (char) => set.test(char), end: close + 2 };
}

function parseRange(pattern: string, at: number): ParsedClass | undefined {
  const low = classCharacter(pattern, at);
  if (low === undefined) return undefined;
  if (pattern.charAt(low.end) !== '-' || pattern.charAt(low.end + 1) === ']') {
    return { accepts: (char) => char === low.char, end: low.end };
  }
  const high = classCharacter(pattern, low.end + 1);
  if (high === undefined) return undefined;
  return { accepts: (char) => char >= low.char && char <= high.char, end: high.end };
}

function classCharacter(pattern: string, at: number): { char: string; end: number } | undefined {
  const start = pattern.charAt(at) === '\\' ? at + 1 : at;
  const code = pattern.codePointAt(start);
  if (code === undefined) return undefined;
  const char = String.fromCodePoint(code);
  return { char, end: start + char.length };
}
