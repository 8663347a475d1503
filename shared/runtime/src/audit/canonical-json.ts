import { holdsHuge, jsonTextParts } from '../json/huge-text.ts';

/** Deeper than any real argument, shallow enough for the stack. */
const deepest = 256;
const tooDeep = '"[nested too deep]"';

/**
 * JSON in the one form of RFC 8785: members sorted by UTF-16 code units, no white space, numbers and
 * strings as ECMAScript writes them. Members that are undefined are left out, as in `JSON.stringify`.
 * What is nested deeper than 256 levels becomes the text `[nested too deep]`.
 */
export function canonicalJson(value: unknown): string {
  return isObject(value) && isInForm(value, 0) ? JSON.stringify(value) : write(value, 0);
}

/** The same in parts, for a value with huge texts, of which none is held as JSON. */
export function* canonicalParts(value: unknown): Generator<string, void> {
  if (typeof value === 'string') yield* jsonTextParts(value);
  else if (!isObject(value) || !holdsHuge(value)) yield canonicalJson(value);
  else if (Array.isArray(value)) {
    yield '[';
    for (const [at, item] of value.entries()) {
      if (at > 0) yield ',';
      yield* canonicalParts(item);
    }
    yield ']';
  } else yield* objectParts(value);
}

function* objectParts(members: Readonly<Record<string, unknown>>): Generator<string, void> {
  let before = '{';
  for (const key of keysOf(members)) {
    yield `${before}${JSON.stringify(key)}:`;
    yield* canonicalParts(members[key]);
    before = ',';
  }
  yield '}';
}

/** Whether `JSON.stringify` writes a value, or the value of a member, in the one form. */
export const isCanonical = (value: unknown): boolean => isPlain(value, 1);

/**
 * Whether `JSON.stringify` writes the one form: all members are in order and hold plain data. Most values
 * are so, and to look is a fraction of what writing them piece by piece costs.
 */
function isInForm(value: Readonly<Record<string, unknown>>, depth: number): boolean {
  if (depth >= deepest || typeof value.toJSON === 'function') return false;
  if (Array.isArray(value)) return value.every((item) => isPlain(item, depth + 1));
  let before = '';
  for (const key of Object.keys(value)) {
    if (key < before || !isPlain(value[key], depth + 1)) return false;
    before = key;
  }
  return true;
}

function isPlain(value: unknown, depth: number): boolean {
  if (isObject(value)) return isInForm(value, depth);
  return typeof value !== 'bigint' && typeof value !== 'symbol';
}

function write(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value === 0 ? 0 : value) : 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return JSON.stringify(value.toString());
  if (!isObject(value)) return 'null';
  if (depth >= deepest) return tooDeep;
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(',')}]`;
  return writeObject(value, depth);
}

function writeObject(members: Readonly<Record<string, unknown>>, depth: number): string {
  let out = '';
  for (const key of keysOf(members)) {
    out += `${out === '' ? '' : ','}${JSON.stringify(key)}:${write(members[key], depth + 1)}`;
  }
  return `{${out}}`;
}

/** Names of the members that JSON has, in order. */
const keysOf = (members: Readonly<Record<string, unknown>>): string[] =>
  Object.keys(members)
    .filter((key) => members[key] !== undefined && typeof members[key] !== 'function')
    .sort();

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
