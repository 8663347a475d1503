import * as z from 'zod';

/** Of an issue or a pull request as a whole, or of lines in the review of one; the first where it is left out. */
export const kind = z.enum(['issue', 'review']).optional();
