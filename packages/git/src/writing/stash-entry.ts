import * as z from 'zod';

/** Which stash, counted as list_stashes does. */
export const stashIndex = z.int().min(0).max(9_999).default(0);

export const stashName = (index: number): string => `stash@{${index}}`;
