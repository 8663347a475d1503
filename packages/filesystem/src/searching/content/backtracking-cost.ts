import type { Pattern } from './pattern.ts';

/** A bound of the ways a backtracking engine can try: `factor` times the line's length to the power of `degree`. */
interface Ways {
  readonly factor: number;
  readonly degree: number;
}

const one: Ways = { factor: 1, degree: 0 };
const unbounded: Ways = { factor: Number.POSITIVE_INFINITY, degree: 0 };

/** Steps a backtracking engine may take on one line; about five milliseconds. */
const stepBudget = 1_000_000;

/**
 * The longest line on which the built-in engine is provably harmless for a pattern; 0 where it never is.
 * Longer lines go to the engine that takes linear time whatever the pattern.
 */
export function safeLineLength(pattern: Pattern): number {
  const { factor, degree } = ways(pattern);
  return Math.floor((stepBudget / factor) ** (1 / (degree + 1)));
}

function ways(pattern: Pattern): Ways {
  switch (pattern.kind) {
    case 'sequence':
      return pattern.items.map(ways).reduce(multiply, one);
    case 'choice':
      return pattern.options.map(ways).reduce((a, b) => ({
        factor: a.factor + b.factor,
        degree: Math.max(a.degree, b.degree),
      }));
    case 'repeat':
      return repeatWays(pattern);
    case 'text':
      return { factor: Math.max(1, pattern.text.length / 8), degree: 0 };
    default:
      return one;
  }
}

const multiply = (a: Ways, b: Ways): Ways => ({ factor: a.factor * b.factor, degree: a.degree + b.degree });

function repeatWays({ item, min, max }: Extract<Pattern, { kind: 'repeat' }>): Ways {
  const inner = ways(item);
  const isPlain =
    item.kind === 'set' || item.kind === 'any' || (item.kind === 'text' && item.text.length > 0);
  if (max === 1) return { factor: inner.factor + 1, degree: inner.degree };
  if (!isPlain) return unbounded;
  return Number.isFinite(max)
    ? { factor: inner.factor * (max - min + 1) * Math.max(1, max / 8), degree: 0 }
    : { factor: inner.factor, degree: 1 };
}
