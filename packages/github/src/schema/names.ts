import * as z from 'zod';

// The rules are checked and not listed: a pattern in every schema would cost the model more than it tells.

/** GitHub's names of users and organizations; those of managed users hold an underscore. */
export const owner = z
  .string()
  .refine(
    (value) => /^[A-Za-z0-9](?:[\w-]{0,98}[A-Za-z0-9])?$/.test(value),
    'is not the name of a user or an organization',
  );

export const repo = z
  .string()
  .refine(
    (value) => /^[\w.-]{1,100}$/.test(value) && !/^\.+$/.test(value),
    'is not the name of a repository',
  );

/** A login as authors and assignees have it; an App's ends in `[bot]`. */
export const login = z
  .string()
  .refine(
    (value) => /^[A-Za-z0-9](?:[\w-]{0,98}[A-Za-z0-9])?(?:\[bot\])?$/.test(value),
    'is not the login of a user',
  );

/** A branch, tag or commit, also as `refs/heads/…`; by the rules of git-check-ref-format. */
export const ref = z.string().refine(isRef, 'is not the name of a branch or tag, nor a commit');

/** A path inside a repository, without a slash at its ends; empty for the top. */
export const filePath = z.string().refine(isFilePath, 'is not a path inside a repository');

/** A whole object id of git, SHA-1 or SHA-256. */
export const objectId = z
  .string()
  .refine((value) => /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(value), 'is not a full id');

/** Words, of so many characters at least and at most. */
export const text = (least: number, most: number) =>
  z
    .string()
    .refine(
      ({ length }) => length >= least && length <= most,
      `is between ${least} and ${most} characters long`,
    );

/** A line of a file, counted from 1, and the like. */
export const fromOne = z.int().refine((value) => value >= 1, 'is at least 1');

/** The number of an issue or a pull request. */
export const number = z.int().refine((value) => value >= 1 && value < 2 ** 31, 'is not a number of GitHub');

/** The id of a run, a job, a comment and the like; JSON cannot hold larger ones exactly. */
export const id = z.int().refine((value) => value >= 1, 'is not an id');

export function isRef(value: string): boolean {
  return (
    value.length <= 255 &&
    // No control characters, no space, none of the characters that mean something in a revision.
    /^[^\p{Cc}\p{Cf} ~^:?*[\\]+$/u.test(value) &&
    !/^[-/]|\/$|\.$|\.\.|@\{|\/\/|(^|\/)\.|\.lock(\/|$)/.test(value) &&
    value !== '@'
  );
}

export function isFilePath(value: string): boolean {
  if (value === '') return true;
  if (value.length > 4_096 || value.includes('\0')) return false;
  return value.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

/** A time as GitHub takes it: `2026-05-01T00:00:00Z`, or a day. */
export const time = z
  .string()
  .refine(
    (value) =>
      /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(value) &&
      !Number.isNaN(Date.parse(value)),
    'is not a time such as 2026-05-01T00:00:00Z',
  )
  // Without the fraction: GitHub describes its times as YYYY-MM-DDTHH:MM:SSZ.
  .transform((value) => new Date(value).toISOString().replace(/\.\d+Z$/, 'Z'));
