/** What a reader looks for in the log. */
export const LOG_ERROR = 'AssertionError';

/** Two sentences, as in a short report; longer ones would make the peer look worse. */
export const issueBody = (index: number) =>
  `With the filter of line ${index} set to "deep water", the list still has berths that are taken.\n\nReloading the page helps until the next tide; it began with version 4.${index % 9}.`;

const sourceLines = (index: number, change: (line: number) => string | undefined) =>
  Array.from(
    { length: 60 },
    (_, line) => change(line) ?? `export const depth${line} = readDepth(berth${index}, { at: ${line} });`,
  );

export const oldFile = (index: number) => `${sourceLines(index, () => undefined).join('\n')}\n`;

/** Two lines of it differ, far enough from each other for two hunks. */
export const changedFile = (index: number) =>
  `${sourceLines(index, (line) =>
    line === 10 || line === 50
      ? `export const depth${line} = tides.depthOf(berth${index}, { at: ${line} });`
      : undefined,
  ).join('\n')}\n`;

/**
 * The log of a job whose last step fails, written as GitHub does: a time before each line.
 *
 * @param startedAt milliseconds since 1970
 */
export function logText(lines: number, startedAt: number): string {
  const texts = Array.from({ length: lines }, (_, index) => lineOf(index, lines));
  const at = (index: number) => new Date(startedAt + (index / lines) * 1_500).toISOString().slice(0, -1);
  return texts.map((text, index) => `${at(index)}0000Z ${text}\r\n`).join('');
}

function lineOf(index: number, lines: number): string {
  if (index === 0) return '##[group]Run npm test';
  if (index === 1) return '\u001b[36;1mnpm test\u001b[0m';
  if (index === 2) return '##[endgroup]';
  if (index === lines - 1) return '##[error]Process completed with exit code 1.';
  if (index % 1_500 === 1_400)
    return `\u001b[31m${LOG_ERROR}\u001b[0m: expected 4.2 to be 4.1 (berth ${index})`;
  return `ok ${index} - the depth of berth ${index} is read from the table of its tide (${index % 9} ms)`;
}
