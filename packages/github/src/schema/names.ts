import * as z from 'zod';

// The rules are checked and not listed: a pattern in every schema would cost the model more than it tells.

/** GitHub's names of users and organizations; those of managed users hold an underscore. */
export const owner = z
  .string()
  .refine((value) => /^[A-Za-z0-9](?:[\w-]{0,98}[A-Za-z0-9])?$/.test(value), 'is not the name of an owner');

export const repo = z
  .string()
  .refine(
    (value) => /^[\w.-]{1,100}$/.test(value) && !/^\.+$/.test(value),
    'is not the name of a repository',
  );
