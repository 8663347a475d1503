import { fail } from '@portolan/runtime';
import type { LinePattern, Pattern } from './pattern.ts';
import { readEscape, readSet } from './pattern-escapes.ts';
import { PatternReader } from './pattern-reader.ts';

const maxPatternLength = 4_096;
const maxDepth = 100;
/** RE2's own bound for `{n,m}`. */
const maxRepeat = 1_000;
/** Steps of the automaton that counted repetitions may unfold to. */
const maxSteps = 10_000;

/** @throws ToolError `invalid_arguments` for text that is empty, too long or holds a line break */
export function literalPattern(text: string, ignoreCase: boolean): LinePattern {
  checkLength(text);
  if (text.includes('\n')) {
    fail('invalid_arguments', 'The text holds a line break, and lines are searched one at a time.', {
      next: 'Search for one of its lines.',
    });
  }
  return { pattern: { kind: 'text', text }, ignoreCase };
}

/**
 * Reads a regular expression in RE2 syntax. Groups capture nothing; `(?i)` may stand at the beginning.
 *
 * @throws ToolError `invalid_arguments`, with the place and what is wrong there
 */
export function parsePattern(source: string, ignoreCase: boolean): LinePattern {
  checkLength(source);
  const reader = new PatternReader(source);
  const flags = reader.match(/\(\?([ims]+)\)/y)?.[1] ?? '';
  const pattern = readChoice(reader, 0);
  if (!reader.done) reader.refuse('")" without "("');
  if (countSteps(pattern) > maxSteps) {
    fail(
      'invalid_arguments',
      `The counted repetitions of the regular expression unfold to more than ${maxSteps} steps.`,
    );
  }
  return { pattern, ignoreCase: ignoreCase || flags.includes('i') };
}

function checkLength(source: string): void {
  if (source === '') fail('invalid_arguments', 'The pattern is empty.');
  if (source.length > maxPatternLength) {
    fail(
      'invalid_arguments',
      `The pattern has ${source.length} characters; at most ${maxPatternLength} are allowed.`,
    );
  }
}

function readChoice(reader: PatternReader, depth: number): Pattern {
  if (depth > maxDepth) reader.refuse(`groups are nested more than ${maxDepth} deep`);
  const options: Pattern[] = [];
  do options.push(readSequence(reader, depth));
  while (reader.accept('|'));
  const [only] = options;
  return options.length === 1 && only !== undefined ? only : { kind: 'choice', options };
}

function readSequence(reader: PatternReader, depth: number): Pattern {
  const items: Pattern[] = [];
  while (!reader.done && reader.peek() !== '|' && reader.peek() !== ')') {
    const item = readRepeat(reader, readAtom(reader, depth));
    const last = items.at(-1);
    if (item.kind === 'text' && last?.kind === 'text')
      items[items.length - 1] = { kind: 'text', text: last.text + item.text };
    else items.push(item);
  }
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : { kind: 'sequence', items };
}

function readAtom(reader: PatternReader, depth: number): Pattern {
  const char = reader.take();
  if (char === '.') return { kind: 'any' };
  if (char === '^') return { kind: 'assert', what: 'start' };
  if (char === '$') return { kind: 'assert', what: 'end' };
  if (char === '\\') return readEscape(reader);
  if (char === '[') return readSet(reader);
  if (char === '(') return readGroup(reader, depth);
  if (char === '*' || char === '+' || char === '?')
    return reader.refuse(`nothing to repeat before "${char}"`);
  if (char === '\n')
    return reader.refuse('a line break cannot match, because lines are searched one at a time');
  return { kind: 'text', text: char };
}

function readGroup(reader: PatternReader, depth: number): Pattern {
  if (reader.match(/\?(?:=|!|<=|<!)/y)) return reader.refuse('look-around is not supported');
  const isPlain = reader.match(/\?(?::|P?<\w+>)/y) !== undefined || reader.peek() !== '?';
  if (!isPlain) return reader.refuse('this kind of group is not supported');
  const inside = readChoice(reader, depth + 1);
  if (!reader.accept(')')) reader.refuse('the group is not closed with ")"');
  return inside.kind === 'text' ? { kind: 'sequence', items: [inside] } : inside;
}

function readRepeat(reader: PatternReader, item: Pattern): Pattern {
  const found = reader.match(/[*+?]|\{(\d{1,6})(,?)(\d{0,6})\}/y);
  if (found === undefined) return item;
  const [sign, low, comma, high] = found;
  const min = low === undefined ? Number(sign === '+') : Number(low);
  const openEnd = sign === '?' ? 1 : Number.POSITIVE_INFINITY;
  const max = low === undefined ? openEnd : comma === '' ? min : high === '' ? openEnd : Number(high);
  if (min > max || min > maxRepeat || (Number.isFinite(max) && max > maxRepeat)) {
    return reader.refuse(`"${sign}" is out of order or over ${maxRepeat}`);
  }
  const lazy = reader.accept('?');
  if (reader.match(/[*+?]|\{\d+,?\d*\}/y)) return reader.refuse('a repetition of a repetition needs a group');
  return { kind: 'repeat', item, min, max, lazy };
}

function countSteps(pattern: Pattern): number {
  if (pattern.kind === 'text') return pattern.text.length;
  if (pattern.kind === 'sequence') return sum(pattern.items.map(countSteps));
  if (pattern.kind === 'choice') return 1 + sum(pattern.options.map(countSteps));
  if (pattern.kind !== 'repeat') return 1;
  return (
    countSteps(pattern.item) * (Number.isFinite(pattern.max) ? Math.max(pattern.max, 1) : pattern.min + 1)
  );
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
