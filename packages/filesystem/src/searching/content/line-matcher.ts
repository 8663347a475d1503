import { safeLineLength } from './backtracking-cost.ts';
import type { LinePattern, Pattern } from './pattern.ts';
import { requiredText } from './required-text.ts';
import { forJavaScript, forRe2 } from './write-pattern.ts';

/** Decides about lines, in time linear in their length. */
export interface LineMatcher {
  /** Text that every match holds, letter for letter; empty where nothing is sure. */
  readonly required: string;
  /** Finds the next place in a text of many lines that may be in a match, to leave the lines between out. */
  readonly hint: ((text: string, from: number) => number) | undefined;
  /** UTF-16 units of a line up to which the built-in engine decides, at millions of lines a second. */
  readonly safeLength: number;
  /** Where the first match in a line begins, in UTF-16 units, or -1. The line comes without its end. */
  find(line: string): number;
}

/**
 * Compiles a pattern. Loads the linear engine only where the built-in one is not provably harmless.
 *
 * @throws UncompilableExpression, and so may `find`
 */
export async function createLineMatcher({ pattern, ignoreCase }: LinePattern): Promise<LineMatcher> {
  const required = ignoreCase ? '' : requiredText(pattern);
  const native = nativeExpression(forJavaScript(pattern), ignoreCase);
  if (pattern.kind === 'text') {
    const global = new RegExp(native.source, `${native.flags}g`);
    return {
      required,
      safeLength: Number.POSITIVE_INFINITY,
      hint: ignoreCase
        ? (text, from) => searchFrom(global, text, from)
        : (text, from) => text.indexOf(required, from),
      find: (line) => (ignoreCase ? line.search(native) : line.indexOf(required)),
    };
  }
  const safeLength = meansOtherwise(pattern, ignoreCase) ? 0 : safeLineLength(pattern);
  const linear = lazily(await linearSearch(forRe2(pattern), ignoreCase));
  return {
    required,
    safeLength,
    hint: required === '' ? undefined : (text, from) => text.indexOf(required, from),
    find: (line) => (line.length <= safeLength ? line.search(native) : linear()(line)),
  };
}

function nativeExpression(source: string, ignoreCase: boolean): RegExp {
  try {
    return new RegExp(source, ignoreCase ? 'iu' : 'u');
  } catch (error) {
    return refuse(error);
  }
}

/**
 * Where the built-in engine does not mean what RE2 means. With letter case ignored it takes `ſ` and the Kelvin
 * sign for ASCII letters at word boundaries, and complements properties before it folds them; and its `\B`
 * matches inside a character of two UTF-16 units.
 */
function meansOtherwise(pattern: Pattern, ignoreCase: boolean): boolean {
  const inside = (part: Pattern): boolean => meansOtherwise(part, ignoreCase);
  if (pattern.kind === 'sequence') return pattern.items.some(inside);
  if (pattern.kind === 'choice') return pattern.options.some(inside);
  if (pattern.kind === 'repeat') return inside(pattern.item);
  if (pattern.kind === 'set') return ignoreCase && pattern.properties.length > 0;
  return (
    pattern.kind === 'assert' &&
    (pattern.what === 'noBoundary' || (ignoreCase && pattern.what === 'boundary'))
  );
}

type Search = (line: string) => number;

async function linearSearch(source: string, ignoreCase: boolean): Promise<() => Search> {
  const { RE2JS } = await import('re2js');
  return () => {
    try {
      const expression = RE2JS.compile(source, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
      return (line) => {
        if (!expression.test(line)) return -1;
        const matcher = expression.matcher(line);
        return matcher.find() ? matcher.start() : -1;
      };
    } catch (error) {
      return refuse(error);
    }
  };
}

/** The expression is one the engines cannot compile. */
export class UncompilableExpression extends Error {}

function refuse(cause: unknown): never {
  throw new UncompilableExpression('The regular expression cannot be compiled; it is too large.', { cause });
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function searchFrom(expression: RegExp, text: string, from: number): number {
  expression.lastIndex = from;
  return expression.exec(text)?.index ?? -1;
}
