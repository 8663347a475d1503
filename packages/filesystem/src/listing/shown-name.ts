/** Characters that move the cursor, end a row, or turn the reading direction around. */
const misleading = /[\u0000-\u001F\u007F-\u009F\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/gu;
const needsEscape = /[\u0000-\u001F\u007F-\u009F\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/u;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A name that cannot forge a row of a listing: control and direction characters are shown as escapes. */
export function shownName(name: string): string {
  return needsEscape.test(name) ? name.replace(misleading, escapeCharacter) : name;
}

function escapeCharacter(char: string): string {
  const code = char.charCodeAt(0);
  return short[char] ?? (code < 256 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`);
}

const hex = (code: number, digits: number): string => code.toString(16).toUpperCase().padStart(digits, '0');
