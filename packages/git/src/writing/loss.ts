import { fitting } from '@portolan/runtime';
import * as z from 'zod';
import { shownNames } from '../reading/records.ts';

export const preview = z.boolean().default(true).describe('false does it');

/** What a destroying tool answers: what is lost, or would be, and where it is kept. */
export const lossOutput = z.object({
  done: z.boolean(),
  /** Files whose content changes or goes; the first of them, and how many. */
  files: z.array(z.string()),
  totalFiles: z.number(),
  /** Commits that no branch of this name reaches any more. */
  commits: z.number(),
  backup: z.string().optional(),
});

/** @param names NUL-ended paths */
export function lossOf(names: Buffer | undefined, commits = 0) {
  const files = names === undefined ? [] : shownNames(names);
  return { files: [...fitting(files)], totalFiles: files.length, commits };
}
