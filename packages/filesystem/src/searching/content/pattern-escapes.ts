import type { CharacterSet, Pattern, Range } from './pattern.ts';
import type { PatternReader } from './pattern-reader.ts';

const lastCodePoint = 0x10ffff;
const digit: readonly Range[] = [[0x30, 0x39]];
const word: readonly Range[] = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
const space: readonly Range[] = [
  [0x09, 0x0a],
  [0x0c, 0x0d],
  [0x20, 0x20],
];
/** The two letters outside ASCII that fold to ASCII ones; `\W` must not take `s` and `k` through them. */
const foldingToAscii: readonly Range[] = [
  [0x17f, 0x17f],
  [0x212a, 0x212a],
];

const namedSets: ReadonlyMap<string, readonly Range[]> = new Map([
  ['d', digit],
  ['D', complement(digit)],
  ['w', word],
  ['W', complement([...word, ...foldingToAscii])],
  ['s', space],
  ['S', complement(space)],
]);

const controls: ReadonlyMap<string, string> = new Map([
  ['t', '\t'],
  ['f', '\f'],
  ['v', '\v'],
  ['r', '\r'],
  ['a', '\x07'],
]);
const posix: ReadonlyMap<string, readonly Range[]> = new Map([
  [
    'alnum',
    [
      [0x30, 0x39],
      [0x41, 0x5a],
      [0x61, 0x7a],
    ],
  ],
  [
    'alpha',
    [
      [0x41, 0x5a],
      [0x61, 0x7a],
    ],
  ],
  ['ascii', [[0x00, 0x7f]]],
  [
    'blank',
    [
      [0x09, 0x09],
      [0x20, 0x20],
    ],
  ],
  [
    'cntrl',
    [
      [0x00, 0x1f],
      [0x7f, 0x7f],
    ],
  ],
  ['digit', digit],
  ['graph', [[0x21, 0x7e]]],
  ['lower', [[0x61, 0x7a]]],
  ['print', [[0x20, 0x7e]]],
  [
    'punct',
    [
      [0x21, 0x2f],
      [0x3a, 0x40],
      [0x5b, 0x60],
      [0x7b, 0x7e],
    ],
  ],
  [
    'space',
    [
      [0x09, 0x0d],
      [0x20, 0x20],
    ],
  ],
  ['upper', [[0x41, 0x5a]]],
  ['word', word],
  [
    'xdigit',
    [
      [0x30, 0x39],
      [0x41, 0x46],
      [0x61, 0x66],
    ],
  ],
]);

function complement(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  let from = 0;
  for (const [low, high] of ranges.toSorted((a, b) => a[0] - b[0])) {
    if (low > from) result.push([from, low - 1]);
    from = Math.max(from, high + 1);
  }
  if (from <= lastCodePoint) result.push([from, lastCodePoint]);
  return result;
}

const setOf = (ranges: readonly Range[]): CharacterSet => ({
  kind: 'set',
  negated: false,
  ranges,
  properties: [],
});

/** Reads what follows a backslash outside a set. */
export function readEscape(reader: PatternReader): Pattern {
  if (reader.accept('b')) return { kind: 'assert', what: 'boundary' };
  if (reader.accept('B')) return { kind: 'assert', what: 'noBoundary' };
  if (reader.accept('A')) return { kind: 'assert', what: 'start' };
  if (reader.accept('z') || reader.accept('Z')) return { kind: 'assert', what: 'end' };
  return readSetEscape(reader);
}

/** Reads what follows a backslash inside or outside a set: a set, or one character. */
function readSetEscape(reader: PatternReader): CharacterSet | { kind: 'text'; text: string } {
  const property = reader.match(/([pP])(?:\{(\^?)(\w+)\}|([A-Z]))/y);
  if (property !== undefined) return readProperty(reader, property);
  const code = reader.match(/x\{([0-9A-Fa-f]{1,6})\}|x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})/y);
  if (code !== undefined)
    return { kind: 'text', text: readCode(reader, code[1] ?? code[2] ?? code[3] ?? '') };
  const char = reader.take();
  const named = namedSets.get(char);
  if (named !== undefined) return setOf(named);
  if (char === 'n')
    return reader.refuse('a line break cannot match, because lines are searched one at a time');
  if (/[1-9]/.test(char)) return reader.refuse('back-references are not supported');
  const text = controls.get(char) ?? char;
  if (text === '' || (text === char && /[0-9A-Za-z]/.test(char)))
    return reader.refuse(`"\\${char}" is not known`);
  return { kind: 'text', text };
}

function readCode(reader: PatternReader, digits: string): string {
  const code = Number.parseInt(digits, 16);
  if (code === 0x0a)
    return reader.refuse('a line break cannot match, because lines are searched one at a time');
  if (code > lastCodePoint || (code >= 0xd800 && code <= 0xdfff))
    return reader.refuse('this is no character');
  return String.fromCodePoint(code);
}

function readProperty(reader: PatternReader, found: RegExpExecArray): CharacterSet {
  const name = found[3] ?? found[4] ?? '';
  if (propertyForJavaScript(name) === undefined)
    return reader.refuse(`there is no character property "${name}"`);
  const negated = (found[1] === 'P') !== (found[2] === '^');
  return { kind: 'set', negated: false, ranges: [], properties: [{ name, negated }] };
}

/** General categories of one or two letters, or scripts by name. */
export function propertyForJavaScript(name: string): string | undefined {
  if (/^[CLMNPSZ][a-z]?$/.test(name)) return isProperty(name) ? name : undefined;
  return isProperty(`Script=${name}`) ? `Script=${name}` : undefined;
}

function isProperty(name: string): boolean {
  try {
    new RegExp(`\\p{${name}}`, 'u');
    return true;
  } catch {
    return false;
  }
}

/** Reads a set after its `[`. */
export function readSet(reader: PatternReader): CharacterSet {
  const negated = reader.accept('^');
  const ranges: Range[] = [];
  const properties: CharacterSet['properties'][number][] = [];
  for (let isFirst = true; isFirst || !reader.accept(']'); isFirst = false) {
    if (reader.done) return reader.refuse('the set is not closed with "]"');
    const item = readPosix(reader) ?? readSetItem(reader);
    if (item.kind === 'set') {
      ranges.push(...item.ranges);
      properties.push(...item.properties);
    } else ranges.push(readRange(reader, item.text));
  }
  return { kind: 'set', negated, ranges, properties };
}

function readPosix(reader: PatternReader): CharacterSet | undefined {
  const found = reader.match(/\[:(\^?)(\w+):\]/y);
  if (found === undefined) return undefined;
  const ranges = posix.get(found[2] ?? '');
  if (ranges === undefined) return reader.refuse(`there is no character class "${found[0]}"`);
  return setOf(found[1] === '^' ? complement(ranges) : ranges);
}

function readSetItem(reader: PatternReader): ReturnType<typeof readSetEscape> {
  if (reader.accept('\\')) return readSetEscape(reader);
  if (reader.peek() === '\n')
    return reader.refuse('a line break cannot match, because lines are searched one at a time');
  return { kind: 'text', text: reader.take() };
}

function readRange(reader: PatternReader, low: string): Range {
  const from = low.codePointAt(0) ?? 0;
  if (!/^-[^\]]/.test(reader.source.slice(reader.at, reader.at + 2))) return [from, from];
  reader.take();
  const high = readSetItem(reader);
  const to = high.kind === 'text' ? (high.text.codePointAt(0) ?? 0) : -1;
  if (to < from) return reader.refuse('the range of the set is the wrong way round');
  return [from, to];
}
