import * as z from 'zod';
import { nameOf } from '../people/text.ts';
import type { PullFile } from './pull-files.ts';

/** A changed file; with its patch, or why it has none, where that was asked for. */
export const FileRow = z.looseObject({
  path: z.string(),
  patch: z.string().optional(),
});

export type FileRow = {
  readonly path: string;
  readonly previous?: string;
  readonly status: string;
  readonly additions: number;
  readonly deletions: number;
  readonly patch?: string;
  /** Which hunks the patch has, of how many: `1-3/7`. */
  readonly hunks?: string;
  readonly noPatch?: string;
};

export const fileRow = (file: PullFile): FileRow => ({
  path: nameOf(file.filename),
  ...(file.previous_filename !== undefined && { previous: nameOf(file.previous_filename) }),
  status: file.status,
  additions: file.additions,
  deletions: file.deletions,
});
