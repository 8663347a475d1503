import { foldValue, normalizeValue } from './argument-value.ts';
import { compileGlob, type Glob } from './glob.ts';

/** What the values of one argument must match. */
export interface Constraint {
  /** Some of these; everything where it is left out. Compared exactly, case included. */
  readonly allow?: readonly string[] | undefined;
  /** And none of these, nor anything beneath them, at any depth where there is no slash; case does not count. */
  readonly deny?: readonly string[] | undefined;
}

/** Whether one value, as the caller gave it, is inside; or what has all of these names. */
export type ConstraintCheck = (value: string | readonly string[]) => boolean;

/** @throws Error for a pattern that cannot be used, naming the rule */
export function compileConstraint(constraint: Constraint): ConstraintCheck {
  const allow = constraint.allow?.flatMap((pattern) => allowGlobs(pattern));
  const deny = (constraint.deny ?? []).map((pattern) => denyGlob(pattern));
  const isDenied = (name: string | undefined) => name === undefined || deny.some((glob) => glob(name));
  const isAllowed = (name: string | undefined) =>
    name !== undefined && (allow === undefined || allow.some((glob) => glob(name)));
  return (value) => {
    const names = [value].flat().map(normalizeValue);
    return !names.some(isDenied) && names.some(isAllowed);
  };
}

/** `folder/` and `folder/**` are the folder and all beneath it. */
function allowGlobs(pattern: string): readonly Glob[] {
  const { text, beneath } = parsePattern(pattern);
  return beneath ? [compileGlob(text), compileGlob(`${text === '/' ? '' : text}/**`)] : [compileGlob(text)];
}

/** A pattern without a slash names a segment at any depth: who denies `.env` means every one of them. */
function denyGlob(pattern: string): Glob {
  const parsed = parsePattern(pattern);
  const text = parsed.text.includes('/') ? parsed.text : `**/${parsed.text}`;
  const globs = [text, `${text === '/' ? '' : text}/**`];
  const exact = globs.map(compileGlob);
  const folded = globs.map((glob) => compileGlob(foldValue(glob)));
  return (value) => {
    const other = normalizeValue(foldValue(value.replaceAll('\\', '/')));
    return (
      exact.some((glob) => glob(value)) ||
      // A value that only folding turns into one climbing out is hostile.
      other === undefined ||
      folded.some((glob) => glob(other))
    );
  };
}

/** @throws Error for a pattern that no normal value can match */
function parsePattern(pattern: string): { readonly text: string; readonly beneath: boolean } {
  if (pattern === '' || pattern.includes('\0')) throw new Error('a pattern cannot be empty or hold NUL');
  const segments = pattern.normalize('NFC').split('/');
  if (segments.includes('..') || (segments.includes('.') && segments.length > 1)) {
    throw new Error('a pattern cannot have "." or ".." between slashes');
  }
  const named = segments.filter((segment) => segment !== '');
  const globstar = named.length > 1 && named.at(-1) === '**';
  if (globstar) named.pop();
  const beneath = globstar || segments.at(-1) === '';
  const text = `${pattern.startsWith('/') ? '/' : ''}${named.join('/')}`;
  return { text, beneath };
}
