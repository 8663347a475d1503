import type { CharacterSet, Pattern } from './pattern.ts';
import { propertyForJavaScript } from './pattern-escapes.ts';

/** How one engine spells the parts that engines spell differently. */
interface Dialect {
  readonly any: string;
  readonly assert: (what: Extract<Pattern, { kind: 'assert' }>['what']) => string;
  readonly code: (code: number) => string;
  readonly property: (name: string, negated: boolean) => string;
  /** Adds to a negated set what the engine would not take by itself. */
  readonly negatedSet: (set: string) => string;
}

const hex = (code: number): string => code.toString(16);
const signed = (negated: boolean): string => (negated ? 'P' : 'p');

/** For `RegExp` with the flag `u`, on one line without its end. */
const javaScript: Dialect = {
  any: '[^\\n]',
  assert: (what) => ({ start: '^', end: '$', boundary: '\\b', noBoundary: '\\B' })[what],
  code: (code) => `\\u{${hex(code)}}`,
  property: (name, negated) => `\\${signed(negated)}{${propertyForJavaScript(name) ?? name}}`,
  negatedSet: (set) => set,
};

const re2: Dialect = {
  ...javaScript,
  assert: (what) => ({ start: '\\A', end: '\\z', boundary: '\\b', noBoundary: '\\B' })[what],
  code: (code) => `\\x{${hex(code)}}`,
  property: (name, negated) => `\\${signed(negated)}{${name}}`,
};

/**
 * Everything the others match and a little more, for choosing files: ripgrep sees bytes that are not UTF-8
 * and carriage returns where the others see a replacement character and nothing.
 */
const ripgrep: Dialect = {
  any: '(?:.|(?-u:[\\x80-\\xFF]))',
  assert: (what) => ({ start: '^', end: '\\r?$', boundary: '', noBoundary: '' })[what],
  code: (code) => `\\x{${hex(code)}}`,
  property: (name, negated) => `\\${signed(negated)}{${name}}`,
  negatedSet: (set) => `(?:${set}|(?-u:[\\x80-\\xFF]))`,
};

const write = (dialect: Dialect) => (pattern: Pattern) => writePart(pattern, dialect);

/** As a regular expression of JavaScript with the flag `u`. */
export const forJavaScript = write(javaScript);
/** As RE2 takes it. */
export const forRe2 = write(re2);
/** As ripgrep takes it, whose lines are bytes. */
export const forRipgrep = write(ripgrep);

function writePart(pattern: Pattern, dialect: Dialect): string {
  switch (pattern.kind) {
    case 'text':
      return [...pattern.text].map((char) => writeCharacter(char, dialect)).join('');
    case 'any':
      return dialect.any;
    case 'set':
      return writeSet(pattern, dialect);
    case 'assert':
      return dialect.assert(pattern.what);
    case 'sequence':
      return pattern.items.map((item) => writePart(item, dialect)).join('');
    case 'choice':
      return `(?:${pattern.options.map((option) => writePart(option, dialect)).join('|')})`;
    case 'repeat':
      return `(?:${writePart(pattern.item, dialect)})${writeCount(pattern)}`;
  }
}

function writeCharacter(char: string, dialect: Dialect): string {
  return /[0-9A-Za-z_ ]/.test(char) ? char : dialect.code(char.codePointAt(0) ?? 0);
}

function writeCount({ min, max, lazy }: Extract<Pattern, { kind: 'repeat' }>): string {
  return `{${min},${Number.isFinite(max) ? max : ''}}${lazy ? '?' : ''}`;
}

function writeSet({ negated, ranges, properties }: CharacterSet, dialect: Dialect): string {
  const parts = [
    ...ranges.map(([from, to]) => `${dialect.code(from)}-${dialect.code(to)}`),
    ...properties.map(({ name, negated: isNegated }) => dialect.property(name, isNegated)),
  ];
  const set = `[${negated ? '^' : ''}${parts.join('')}]`;
  return negated || properties.some((property) => property.negated) || ranges.some(([, to]) => to > 0x7f)
    ? dialect.negatedSet(set)
    : set;
}
