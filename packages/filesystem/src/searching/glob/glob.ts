import { expandBraces } from './expand-braces.ts';
import { compileSegment, type NameTest } from './match-segment.ts';

/** Where in its patterns a glob stands after some folders; handed back to it for what is inside them. */
export type GlobState = readonly number[];

/**
 * A compiled glob with the semantics of minimatch and `dot: true`: `*` within one name, `**` over any
 * number of folders, braces, classes, groups, a leading `!` for the opposite. Linear in pattern and path.
 */
export interface Glob {
  /** The state at the folder the pattern is relative to. */
  readonly start: GlobState;
  /** The state inside a sub-folder. */
  enter(state: GlobState, name: string): GlobState;
  /** Whether an entry of this name, in the folder of the state, matches. */
  accepts(state: GlobState, name: string): boolean;
  /** Whether anything inside the folder of the state could match, so that others need not be walked. */
  leadsOn(state: GlobState): boolean;
  /** Whether a whole relative path matches, `/` between names. */
  matches(path: string): boolean;
}

type Step =
  | { readonly kind: 'name'; readonly test: NameTest }
  | { readonly kind: 'any' }
  | { readonly kind: 'end' };

/** @throws ToolError `invalid_arguments` where the pattern is too long, or stands for too much */
export function compileGlob(pattern: string): Glob {
  const bangs = /^!*/.exec(pattern)?.[0].length ?? 0;
  const isOpposite = bangs % 2 === 1;
  const starts: number[] = [];
  const steps: Step[] = [];
  if (!pattern.startsWith('#')) {
    for (const alternative of new Set(expandBraces(pattern.slice(bangs)))) {
      starts.push(steps.length);
      addSteps(steps, alternative);
    }
  }
  const advance = (state: GlobState, name: string): GlobState => advanceAll(steps, state, name);
  const reachesEnd = (state: GlobState): boolean => state.some((at) => steps[at]?.kind === 'end');
  const start = closed(steps, starts);
  return {
    start,
    enter: advance,
    accepts: (state, name) => state.some((at) => endsWith(steps, at, name)) !== isOpposite,
    leadsOn: (state) => isOpposite || state.some((at) => steps[at]?.kind !== 'end'),
    matches: (path) => reachesEnd(path.split('/').reduce(advance, start)) !== isOpposite,
  };
}

function addSteps(steps: Step[], pattern: string): void {
  const names = splitNames(pattern.replace(/^(?:\.\/)+/, ''));
  for (const [index, name] of names.entries()) {
    if (name === '**' && names[index - 1] === '**') continue;
    steps.push(name === '**' ? { kind: 'any' } : { kind: 'name', test: compileSegment(name) });
  }
  steps.push({ kind: 'end' });
}

/** Repeated slashes count as one; a slash at the end stays, and then no entry matches. */
function splitNames(pattern: string): string[] {
  return pattern
    .split('/')
    .filter((name, index, all) => name !== '' || index === 0 || index === all.length - 1);
}

/** Whether a name is all that is missing at a step. */
function endsWith(steps: readonly Step[], at: number, name: string): boolean {
  if (steps[at + 1]?.kind !== 'end') return false;
  const step = steps[at];
  return step?.kind === 'any' || (step?.kind === 'name' && step.test(name));
}

function advanceAll(steps: readonly Step[], state: GlobState, name: string): GlobState {
  const next: number[] = [];
  for (const at of state) {
    const step = steps[at];
    if (step?.kind === 'any') {
      next.push(at);
      if (steps[at + 1]?.kind === 'end') next.push(at + 1);
    } else if (step?.kind === 'name' && step.test(name)) next.push(at + 1);
  }
  return closed(steps, next);
}

/** `**` may stand for no folder at all, unless it ends the pattern: `a/**` is not `a` itself. */
function closed(steps: readonly Step[], state: readonly number[]): GlobState {
  const reached = new Set(state);
  for (const at of reached) {
    if (steps[at]?.kind === 'any' && steps[at + 1]?.kind !== 'end') reached.add(at + 1);
  }
  return [...reached];
}
