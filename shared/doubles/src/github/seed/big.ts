import type { CommitSeed } from './commits.ts';

/** A commit that changes many small files, each by one line: the base of it, and the change. */
export function manyFiles(count: number): { readonly base: CommitSeed; readonly change: CommitSeed } {
  const paths = Array.from({ length: count }, (_, at) => `src/part-${Math.floor(at / 100)}/file-${at}.ts`);
  const content = (line: (at: number) => string) =>
    Object.fromEntries(
      paths.map((path, at) => [
        path,
        `export const name = 'file ${at}';\n${line(at)}\nexport default name;\n`,
      ]),
    );
  return {
    base: { message: `Add ${count} files`, files: content((at) => `export const size = ${at};`) },
    change: { message: `Change ${count} files`, files: content((at) => `export const size = ${at + 1};`) },
  };
}

export interface LogShape {
  readonly lines: number;
  /** Length of one line in the middle, for logs that print a whole file into one line. */
  readonly longLineBytes?: number;
  /** Whether it ends in an error. */
  readonly failed?: boolean;
}

const stamp = (at: number) =>
  `2026-01-01T00:${String(Math.floor(at / 60) % 60).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}.0000000Z`;

/** A job's log as Actions write it: a time before every line, groups, commands and colours. */
export function jobLog({ lines, longLineBytes = 0, failed = true }: LogShape): string {
  const body = Array.from({ length: lines }, (_, at) => {
    if (at === Math.floor(lines / 2) && longLineBytes > 0) return 'x'.repeat(longLineBytes);
    if (at % 500 === 0) return `##[group]Run step ${at / 500}`;
    if (at % 500 === 499) return '##[endgroup]';
    if (at % 7 === 0) return `\u001b[32m✓\u001b[39m test ${at} \u001b[90m(3 ms)\u001b[0m`;
    return `compiled module ${at} of ${lines}`;
  });
  const end = failed
    ? [
        '\u001b[31mAssertionError: expected 1 to be 2\u001b[39m',
        '##[error]Process completed with exit code 1.',
      ]
    : ['Done.'];
  return `${[...body, ...end].map((line, at) => `${stamp(at)} ${line}`).join('\n')}\n`;
}
