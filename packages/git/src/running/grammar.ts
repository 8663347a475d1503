import { isAbsolute, relative } from 'node:path';
import { fail } from '@portolan/runtime';
import { meantName } from '../reading/names.ts';

/** Longest name or revision, characters. */
const MAX_NAME = 250;
const MAX_PATH = 4_096;
/** Paths of one call. */
const MAX_PATHS = 500;
const MAX_TEXT = 2_000;
/** Longest message of a commit or tag, characters. */
export const MAX_MESSAGE = 65_536;

/** What no part of a ref may hold, by git’s own rules; and no `-` at its start, which would make it an option. */
const forbiddenInRef = /[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|^[-/.]|[/.]$|\.lock(\/|$)|\/\./;
/** `~3`, `^2`, `^{commit}`, `@{1}`, `@{upstream}`: steps from a ref, and nothing that names a path. */
const steps = /(?:~\d{0,6}|\^\d{0,3}|\^\{(?:commit|tree|tag|)\}|@\{(?:-?\d{1,6}|u|upstream|push)\})+$/;

/**
 * A revision of a caller: a ref or an object id, with steps.
 *
 * @throws ToolError `invalid_arguments`
 */
export function checkRevision(value: string, argument = 'revision'): string {
  const base = value.replace(steps, '');
  const bad = value.length > MAX_NAME || value === '' || (base !== '' && forbiddenInRef.test(base));
  if (bad || (base === '' && !value.startsWith('@'))) {
    fail('invalid_arguments', `${argument} is not a revision.`, {
      next: `Correct ${argument}: a branch, a tag or a commit id, with ~N or ^N after it; for a path use the path argument.`,
    });
  }
  return value;
}

/** @throws ToolError `invalid_arguments` */
export function checkName(value: string, argument: string): string {
  const bad =
    value.length > MAX_NAME ||
    value === '' ||
    value === '@' ||
    value === 'HEAD' ||
    forbiddenInRef.test(value);
  if (bad) {
    fail('invalid_arguments', `${argument} is not a valid name.`, {
      next: `Correct ${argument}: letters, digits, and / . _ - inside.`,
    });
  }
  return value;
}

/**
 * A path of a caller, relative to the top of the repository.
 *
 * @param bytes whether a name that is not UTF-8 can be used; then it comes as `decodeBytes` makes it
 * @returns the path with forward slashes; empty for the top itself
 * @throws ToolError `invalid_arguments`, `outside_roots`, `unsupported`
 */
export function checkPath(top: string, given: string, argument = 'path', bytes = false): string {
  const value = meantName(given, argument);
  if (!bytes && !value.isWellFormed()) {
    fail('unsupported', `${argument} is not UTF-8, and git could not be given it here.`, {
      next: 'Such names can be given to list_files, read_file, read_files, add, unstage, restore and resolve_conflict.',
    });
  }
  const wrong = (rule: string): never =>
    fail('invalid_arguments', `${argument} ${rule}.`, {
      next: `Correct ${argument}: a path from the top of the repository, as status and list_files give it.`,
    });
  if (value.includes('\0')) wrong('holds a NUL character');
  if (value.length > MAX_PATH) wrong(`has more than ${MAX_PATH} characters`);
  const climbs = value.split('/').includes('..');
  const below = isAbsolute(value) ? relative(top, value) : value;
  const parts = below.split('/').filter((part) => part !== '' && part !== '.');
  if (isAbsolute(below) || climbs || parts.includes('..')) {
    fail('outside_roots', `${argument} leads out of the repository.`, {
      next: `Correct ${argument}: a path from the top of the repository, without "..".`,
    });
  }
  if (parts.some((part) => part.toLowerCase() === '.git')) wrong('leads into the git folder');
  return parts.join('/');
}

/** Paths as the last arguments of a command; an empty one is the top. */
export function checkPaths(
  top: string,
  values: readonly string[],
  argument = 'paths',
  bytes = false,
): readonly string[] {
  if (values.length > MAX_PATHS) {
    fail('invalid_arguments', `${argument} names more than ${MAX_PATHS} paths.`, {
      next: 'Name their folder.',
    });
  }
  return values.map((value) => checkPath(top, value, argument, bytes) || '.');
}

/**
 * @param most characters it may have
 * @throws ToolError `invalid_arguments` for text git could not be given as one argument
 */
export function checkText(value: string, argument: string, most: number = MAX_TEXT): string {
  if (value.includes('\0')) fail('invalid_arguments', `${argument} holds a NUL character.`);
  if (value.length > most) fail('invalid_arguments', `${argument} has more than ${most} characters.`);
  return value;
}

const month = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}';
/** What git understands without guessing; what it does not understand, it takes for now. */
const dates = [
  /^\d{4}-\d\d-\d\d(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?: ?(?:Z|[+-]\d\d:?\d\d))?)?$/i,
  /^\d{1,5} (?:second|minute|hour|day|week|month|year)s? ago$/i,
  /^(?:now|today|yesterday|noon|midnight)$/i,
  /^last (?:week|month|year|(?:mon|tues|wednes|thurs|fri|satur|sun)day)$/i,
  new RegExp(`^(?:${month} \\d{1,2},?|\\d{1,2} ${month}) \\d{4}$`, 'i'),
];

/** A date as git reads it: ISO 8601, or words as "2 weeks ago". */
export function checkDate(value: string, argument: string): string {
  const [day = ''] = /^\d{4}-\d\d-\d\d/.exec(value) ?? [];
  const isDay = day === '' || new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day);
  if (!isDay || !dates.some((form) => form.test(value))) {
    fail('invalid_arguments', `${argument} is not a date.`, {
      next: `Correct ${argument}: as 2026-05-01, 2026-05-01T12:00:00Z or "2 weeks ago".`,
    });
  }
  return value;
}
