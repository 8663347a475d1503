import { parseSegment, type Token } from './parse-segment.ts';

/** Whether one name of a path matches. */
export type NameTest = (name: string) => boolean;

/** Compiles the pattern of one name. Matching never takes more than pattern length times name length steps. */
export function compileSegment(pattern: string): NameTest {
  const tokens = parseSegment(pattern);
  return (
    simpleTest(tokens) ?? (tokens.some(({ kind }) => kind === 'group') ? groupTest(tokens) : starTest(tokens))
  );
}

/** The everyday patterns: `name`, `*`, `*.md`, `test-*`. */
function simpleTest(tokens: readonly Token[]): NameTest | undefined {
  const [first, second] = tokens;
  if (first === undefined) return (name) => name === '';
  if (tokens.length === 1 && first.kind === 'text') return (name) => name === first.text;
  if (tokens.length === 1 && first.kind === 'star') return (name) => name !== '';
  if (tokens.length !== 2) return undefined;
  if (first.kind === 'star' && second?.kind === 'text') return (name) => name.endsWith(second.text);
  if (first.kind === 'text' && second?.kind === 'star') return (name) => name.startsWith(first.text);
  return undefined;
}

/** Going back only to the latest star is enough for a match, so many stars cost no more than one. */
function starTest(tokens: readonly Token[]): NameTest {
  return (name) => {
    let token = 0;
    let at = 0;
    let star = -1;
    let starAt = 0;
    for (;;) {
      const current = tokens[token];
      if (current?.kind === 'star') {
        star = token;
        starAt = at;
        token += 1;
        continue;
      }
      if (current === undefined && at === name.length) return true;
      const next = current === undefined ? -1 : step(current, name, at);
      if (next >= 0) {
        at = next;
        token += 1;
      } else {
        if (star < 0 || starAt >= name.length) return false;
        starAt += 1;
        at = starAt;
        token = star + 1;
      }
    }
  };
}

/** Where a text or one-character token ends, or -1. */
function step(token: Token, name: string, at: number): number {
  if (token.kind === 'text') return name.startsWith(token.text, at) ? at + token.text.length : -1;
  if (token.kind !== 'one') return -1;
  const code = name.codePointAt(at);
  if (code === undefined) return -1;
  const char = String.fromCodePoint(code);
  return token.accepts(char) ? at + char.length : -1;
}

/** With groups, all places reached so far advance together; no combination is tried twice. */
function groupTest(tokens: readonly Token[]): NameTest {
  return (name) => reach(tokens, name, new Set([0])).has(name.length);
}

function reach(tokens: readonly Token[], name: string, from: ReadonlySet<number>): ReadonlySet<number> {
  let places = from;
  for (const token of tokens) {
    if (places.size === 0) return places;
    places = reachToken(token, name, places);
  }
  return places;
}

function reachToken(token: Token, name: string, from: ReadonlySet<number>): ReadonlySet<number> {
  if (token.kind === 'star') return allFrom(Math.min(...from), name);
  if (token.kind === 'group') return reachGroup(token, name, from);
  return new Set([...from].map((at) => step(token, name, at)).filter((at) => at >= 0));
}

type Group = Extract<Token, { kind: 'group' }>;

function reachGroup(group: Group, name: string, from: ReadonlySet<number>): ReadonlySet<number> {
  const once = (places: ReadonlySet<number>): Set<number> =>
    new Set(group.options.flatMap((option) => [...reach(option, name, places)]));
  if (group.sign === '@') return once(from);
  if (group.sign === '?') return new Set([...from, ...once(from)]);
  if (group.sign === '!') return reachOther(from, name, once);
  const reached = new Set<number>(group.sign === '*' ? from : []);
  for (let fresh = from; fresh.size > 0; ) {
    fresh = new Set([...once(fresh)].filter((at) => !reached.has(at)));
    for (const at of fresh) reached.add(at);
  }
  return reached;
}

function reachOther(
  from: ReadonlySet<number>,
  name: string,
  once: (places: ReadonlySet<number>) => ReadonlySet<number>,
): ReadonlySet<number> {
  const reached = new Set<number>();
  for (const start of from) {
    const taken = once(new Set([start]));
    for (const at of allFrom(start, name)) if (!taken.has(at)) reached.add(at);
  }
  return reached;
}

function allFrom(start: number, name: string): Set<number> {
  return new Set(Array.from({ length: name.length - start + 1 }, (_, more) => start + more));
}
