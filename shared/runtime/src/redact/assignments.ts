/**
 * `name = value`, `"name": "value"`, `name: value`, where the name says that the value is a secret.
 * Groups: 1 what stays (name, separator), 2 the opening quote. What follows is read by hand.
 */
const names = [
  'pass(?:word|wd|phrase|code)',
  'pwd',
  'secret',
  'token',
  'api[_-]?key',
  'private[_-]?key',
  'secret[_-]?key',
  'access[_-]?key(?![_-]?id)',
  'account[_-]?key',
  'signing[_-]?key',
  'encryption[_-]?key',
  'auth[_-]?key',
  'master[_-]?key',
  'credentials?',
  'client-key-data',
  '_auth',
  'shared[_-]?access[_-]?key',
  'pgpassword',
].join('|');
const assignment = new RegExp(
  String.raw`((?:${names})\\{0,3}["'\x60]?\]?\s{0,8}(?::=|=>|[:=]|%3[aAdD])\s{0,8})(\\{0,3}["'\x60])?`,
  'gi',
);
const quick = new RegExp(names, 'i');

const harmlessBefore =
  /(?:page|continuation|continue|sync|next|cursor|delta|resume|progress|unexpected)[_ -]?$/i;
const placeholder = /^(?:\[redacted|\$\{|\{\{|%\(|<[^>]*>?$|\*+$|\.{3}|x{3,}$)/i;
const typeWord =
  /^(?:string|number|boolean|object|array|any|unknown|never|null|none|nil|undefined|true|false)$/i;
const identifier = /^[A-Za-z_$][A-Za-z_$.?!]*$/;
const unquoted = /[^\s"'`,;&<>()[\]{}\\]+/y;

/** Replaces the values of assignments to secret-looking names; the names stay. */
export function redactAssignments(text: string): string {
  if (!quick.test(text)) return text;
  let out = '';
  let from = 0;
  assignment.lastIndex = 0;
  for (let match = assignment.exec(text); match !== null; match = assignment.exec(text)) {
    const quote = match[2];
    const start = assignment.lastIndex;
    const end = quote === undefined ? unquotedEnd(text, start) : quotedEnd(text, start, quote);
    const value = text.slice(start, end);
    if (value === '' || !isSecret(text, match, value)) continue;
    out += `${text.slice(from, start)}[redacted:secret]`;
    from = end;
    assignment.lastIndex = end;
  }
  return out + text.slice(from);
}

function isSecret(text: string, match: RegExpExecArray, value: string): boolean {
  if (placeholder.test(value) || typeWord.test(value)) return false;
  if (harmlessBefore.test(text.slice(Math.max(0, match.index - 16), match.index))) return false;
  // A shell's working folder.
  if (match[1]?.startsWith('PWD') && value.startsWith('/')) return false;
  if (match[2] !== undefined) return true;
  const tight = /(?:=|%3[dD])$/.test(match[1] ?? '') && !/\s=$/.test(match[1] ?? '');
  const after = text[match.index + match[0].length + value.length];
  if (after === '(' || after === '[' || after === '<') return false;
  if (tight) return !/^(?:\$|process\.env|os\.environ)/.test(value);
  return value.length >= 6 && !identifier.test(value) && !/^(?:\$|\/\/|\d+$)/.test(value);
}

function unquotedEnd(text: string, start: number): number {
  unquoted.lastIndex = start;
  return unquoted.test(text) ? unquoted.lastIndex : start;
}

/** The closing quote, or the end of the line, or of the text where a size bound cut it. */
function quotedEnd(text: string, start: number, quote: string): number {
  const mark = quote.at(-1);
  for (let at = start; at < text.length; at++) {
    if (text[at] === '\n') return at;
    if (text[at] === '\\' && quote.length === 1) at++;
    else if (text.startsWith(quote, at) && mark !== undefined) return at;
  }
  return text.length;
}
