import * as z from 'zod';

/** A node id of GraphQL. */
export const threadID = z
  .string()
  .refine((value) => /^[\w+/=-]{1,200}$/.test(value), 'is not the id of a thread');
