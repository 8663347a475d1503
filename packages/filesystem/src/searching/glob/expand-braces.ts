import { fail } from '@portolan/runtime';
import { expand } from 'brace-expansion';

/** Longest pattern a person writes by far; longer ones are attacks or mistakes. */
const maxPatternLength = 1024;
/** Alternatives a pattern may stand for. `{1..9999}` and chains of `{a,b}` reach it at once. */
const maxAlternatives = 256;

/**
 * The patterns that a pattern with braces stands for, as in Bash.
 *
 * @throws ToolError `invalid_arguments` where the pattern is too long or stands for too many
 */
export function expandBraces(pattern: string): readonly string[] {
  if (pattern.length > maxPatternLength) {
    fail(
      'invalid_arguments',
      `The pattern has ${pattern.length} characters; at most ${maxPatternLength} are allowed.`,
    );
  }
  if (!pattern.includes('{')) return [pattern];
  const alternatives = expand(pattern, {
    max: maxAlternatives + 1,
    maxLength: maxPatternLength * maxAlternatives,
    maxDepth: 32,
    maxRewrites: 32,
    maxSteps: 1_000_000,
  });
  if (alternatives.length > maxAlternatives) {
    fail(
      'invalid_arguments',
      `The braces of the pattern stand for more than ${maxAlternatives} alternatives.`,
      {
        next: 'Use * or fewer alternatives, or call once for each part.',
      },
    );
  }
  return alternatives;
}
