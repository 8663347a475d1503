import * as z from 'zod';
import { number } from '../schema/names.ts';

// Rules are checked and not listed, as those of names.

export const issue_number = number;
export const pullNumber = number;

/** GitHub takes 256 characters. */
export const title = z
  .string()
  .refine((value) => value.trim() !== '' && value.length <= 256, 'has 1 to 256 characters');

/** GitHub takes 65,536 characters. */
export const body = z.string().refine((value) => value.length <= 65_536, 'has at most 65,536 characters');
export const someBody = body.refine((value) => value.trim() !== '', 'is not empty');
export const names = z.array(z.string());
