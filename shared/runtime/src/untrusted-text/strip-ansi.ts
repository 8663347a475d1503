/**
 * Escape sequences of terminals (ECMA-48, 5.4 and 8.3): control sequences, strings such as the address of a
 * link or the title of a window, and short escapes. A string that never ends takes its line with it and no more.
 */
const sequences =
  /(?:\x1B\[|\x9B)[\x30-\x3F]*[\x20-\x2F]*[\x40-\x7E]|(?:\x1B[\]PX^_]|[\x9D\x90\x98\x9E\x9F])[^\x07\x1B\x9C\n]*(?:\x07|\x1B\\|\x9C)?|\x1B[\x20-\x2F]*[\x30-\x7E]/g;

/** A log without the colours, links and cursor movements of its terminal. What is hidden otherwise stays. */
export const stripAnsi = (text: string): string =>
  /[\x1B\x90-\x9F]/.test(text) ? text.replaceAll(sequences, '') : text;
