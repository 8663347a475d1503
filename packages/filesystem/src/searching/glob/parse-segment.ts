import { fail } from '@portolan/runtime';
import { parseClass } from './parse-class.ts';

/** One step of a pattern for one name. */
export type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'star' }
  | { readonly kind: 'one'; readonly accepts: (char: string) => boolean }
  | { readonly kind: 'group'; readonly sign: GroupSign; readonly options: readonly (readonly Token[])[] };

/** `?(…)` at most one, `*(…)` any number, `+(…)` one or more, `@(…)` exactly one, `!(…)` anything else. */
export type GroupSign = '?' | '*' | '+' | '@' | '!';

const maxGroupDepth = 2;
const anyCharacter = (): boolean => true;

const isGroupSign = (char: string | undefined): char is GroupSign =>
  char === '?' || char === '*' || char === '+' || char === '@' || char === '!';

/**
 * Reads the pattern of one name: `*`, `?`, `[…]`, `\x`, and groups of alternatives.
 *
 * @throws ToolError `invalid_arguments` where groups are nested more than two deep
 */
export function parseSegment(pattern: string): readonly Token[] {
  return parseRun(pattern, 0, 0).tokens;
}

interface Run {
  readonly tokens: readonly Token[];
  readonly end: number;
  /** What ended it: the end of the pattern, `|` or `)`. */
  readonly by: 'end' | '|' | ')';
}

function parseRun(pattern: string, from: number, depth: number): Run {
  const tokens: Token[] = [];
  let at = from;
  while (at < pattern.length) {
    const char = pattern.charAt(at);
    if (depth > 0 && (char === '|' || char === ')')) return { tokens, end: at, by: char };
    const special = parseSpecial(pattern, at, depth);
    if (special === undefined) {
      const isEscape = char === '\\' && at + 1 < pattern.length;
      addText(tokens, isEscape ? pattern.charAt(at + 1) : char);
      at += isEscape ? 2 : 1;
    } else {
      if (special.token.kind !== 'star' || tokens.at(-1)?.kind !== 'star') tokens.push(special.token);
      at = special.end;
    }
  }
  return { tokens, end: at, by: 'end' };
}

function parseSpecial(pattern: string, at: number, depth: number): { token: Token; end: number } | undefined {
  const char = pattern.charAt(at);
  if (isGroupSign(char) && pattern.charAt(at + 1) === '(') {
    const group = parseGroup(pattern, at, char, depth);
    if (group !== undefined) return group;
  }
  if (char === '*') return { token: { kind: 'star' }, end: at + 1 };
  if (char === '?') return { token: { kind: 'one', accepts: anyCharacter }, end: at + 1 };
  if (char !== '[') return undefined;
  const parsed = parseClass(pattern, at);
  return parsed && { token: { kind: 'one', accepts: parsed.accepts }, end: parsed.end };
}

/** A group that is not closed is plain text, as in a shell. */
function parseGroup(
  pattern: string,
  at: number,
  sign: GroupSign,
  depth: number,
): { token: Token; end: number } | undefined {
  if (depth >= maxGroupDepth) {
    fail('invalid_arguments', `The pattern nests groups more than ${maxGroupDepth} deep.`);
  }
  const options: (readonly Token[])[] = [];
  let from = at + 2;
  for (;;) {
    const run = parseRun(pattern, from, depth + 1);
    if (run.by === 'end') return undefined;
    options.push(run.tokens);
    if (run.by === ')') return { token: { kind: 'group', sign, options }, end: run.end + 1 };
    from = run.end + 1;
  }
}

function addText(tokens: Token[], text: string): void {
  const last = tokens.at(-1);
  if (last?.kind === 'text') tokens[tokens.length - 1] = { kind: 'text', text: last.text + text };
  else tokens.push({ kind: 'text', text });
}
