import { fail } from '../errors/tool-error.ts';

/** Deeper than any real argument, shallow enough for the stack. */
const deepest = 256;

/**
 * JSON in the one form of RFC 8785: members sorted by UTF-16 code units, no white space, numbers and
 * strings as ECMAScript writes them. Members that are undefined are left out, as in `JSON.stringify`.
 *
 * @throws ToolError `invalid_arguments` for a value nested deeper than 256 levels
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0);
}

function write(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value === 0 ? 0 : value) : 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return JSON.stringify(value.toString());
  if (typeof value !== 'object' || value === null) return 'null';
  if (depth >= deepest) fail('invalid_arguments', `The arguments are nested deeper than ${deepest} levels.`);
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(',')}]`;
  return writeObject(value, depth);
}

function writeObject(value: object, depth: number): string {
  const members: Readonly<Record<string, unknown>> = { ...value };
  let out = '';
  for (const key of Object.keys(members).sort()) {
    const member = members[key];
    if (member === undefined || typeof member === 'function') continue;
    out += `${out === '' ? '' : ','}${JSON.stringify(key)}:${write(member, depth + 1)}`;
  }
  return `{${out}}`;
}
