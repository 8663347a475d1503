import { text } from '@portolan/runtime';
import * as z from 'zod';
import { showPath } from '../roots/show.ts';
import type { Services } from '../services.ts';
import type { Removed } from '../writing/remove.ts';

/** What `delete_file` and `delete_directory` share. */

export const permanent = z
  .boolean()
  .optional()
  .describe('Gone for good; by default only where the server keeps no trash');

export const removedOutput = z.object({
  content: z.string(),
  entries: z.number(),
  trashId: z.string().optional().describe('For restore_file'),
});

/** Without a trash every deletion is for good. */
export const permanently = (asked: boolean | undefined, { trash }: Services) => asked ?? !trash;

export const question = (what: string, permanent: boolean | undefined) =>
  `Delete ${showPath(what)}${permanent === true ? ' for good' : ''}?`;

export function removedAnswer(path: string, { entries, trashId }: Removed) {
  const where = trashId === undefined ? 'Deleted' : 'Moved to the trash:';
  return { content: `${where} ${path}`, entries, ...(trashId !== undefined && { trashId }) };
}

export const renderRemoved = ({ content, trashId }: z.output<typeof removedOutput>) => [
  text(trashId === undefined ? content : `${content} (restore_file with id ${trashId} brings it back)`),
];
