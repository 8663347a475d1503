import type { Violation } from './check-exchange.ts';

/**
 * Throws when anything was sent to the double, or answered by it, that GitHub's own description does not have.
 * For the end of a test: `onTestFinished(() => expectValid(github))`.
 */
export function expectValid({ violations }: { readonly violations: readonly Violation[] }): void {
  const lines = new Set(
    violations.map(({ operation, side, message }) => `${operation} (${side}): ${message}`),
  );
  if (lines.size > 0) throw new Error(`not as GitHub describes it:\n${[...lines].join('\n')}`);
}
