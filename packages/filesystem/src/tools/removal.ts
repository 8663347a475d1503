import { text } from '@portolan/runtime';
import * as z from 'zod';
import { showPath } from '../roots/show.ts';
import type { Services } from '../services.ts';
import type { Removed } from '../writing/remove.ts';

/** What `delete_file` and `delete_directory` share. */

/** The argument that leaves the trash out. */
export const permanent = z
  .boolean()
  .optional()
  .describe('Gone for good; by default only where the server keeps no trash');

/** What a deletion answers. */
export const removedOutput = z.object({
  content: z.string(),
  entries: z.number(),
  trashId: z.string().optional().describe('For restore_file'),
  hash: z.string().optional().describe('Of what is in the trash'),
});

/** Without a trash every deletion is for good. */
export const permanently = (asked: boolean | undefined, { trash }: Services) => asked ?? !trash;

/** What the user is asked before a deletion. */
export const question = (what: string, permanent: boolean | undefined) =>
  `Delete ${showPath(what)}${permanent === true ? ' for good' : ''}?`;

/** The answer to a deletion of the path as the caller wrote it. */
export function removedAnswer(path: string, { entries, trashId, hash }: Removed) {
  const where = trashId === undefined ? 'Deleted' : 'Moved to the trash:';
  const inTrash = { ...(trashId !== undefined && { trashId }), ...(hash !== undefined && { hash }) };
  return { content: `${where} ${path}`, entries, ...inTrash };
}

/** The text of that answer, with the way back. */
export const renderRemoved = ({ content, trashId }: z.output<typeof removedOutput>) => [
  text(trashId === undefined ? content : `${content} (restore_file with id ${trashId} brings it back)`),
];
