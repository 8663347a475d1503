const begin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const end = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;

/**
 * Replaces PEM private keys from their first line to their last. A key without a last line, as a
 * size bound leaves it, goes to the end of the text.
 */
export function redactPrivateKeys(text: string): string {
  if (!text.includes('-----BEGIN ')) return text;
  let out = '';
  let from = 0;
  begin.lastIndex = 0;
  for (let opening = begin.exec(text); opening !== null; opening = begin.exec(text)) {
    out += `${text.slice(from, opening.index)}[redacted:private_key]`;
    end.lastIndex = begin.lastIndex;
    const closing = end.exec(text);
    if (closing === null) return out;
    from = end.lastIndex;
    begin.lastIndex = from;
  }
  return out + text.slice(from);
}
