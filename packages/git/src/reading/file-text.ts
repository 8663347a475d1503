import { fail } from '@portolan/runtime';
import * as z from 'zod';
import type { Repository } from '../repository/open-repository.ts';
import { checkPath } from '../running/grammar.ts';
import type { Wanted } from './line-window.ts';
import { findBlob, readBlobText } from './read-blob.ts';

const LFS = 'version https://git-lfs.github.com/spec/';

/** The text of a file or a part of it, what the file is, and where the rest begins. */
export const fileText = {
  content: z.string(),
  kind: z.string(),
  size: z.number(),
  encoding: z.string(),
  lfs: z.boolean().optional(),
  nextLine: z.number().optional(),
  nextOffset: z.number().optional(),
};

const FileText = z.object(fileText);
export type FileText = z.output<typeof FileText>;

/**
 * @param path as the caller gave it
 * @param revision or the id of a tree; passed the grammar
 * @throws ToolError `not_found`, `unsupported` for what is no text, and for the path what `checkPath` says
 */
export async function readFileText(
  repository: Repository,
  path: string,
  revision: string,
  wanted: Wanted,
): Promise<FileText> {
  const name = checkPath(repository.top, path, 'path', true);
  const { kind, id, size = 0 } = await findBlob(repository, revision, name);
  if (kind === 'directory') fail('unsupported', 'The path is a folder.', { next: 'Use list_files.' });
  if (kind === 'submodule') fail('unsupported', 'The path is a submodule: another repository.');
  const read = await readBlobText(repository, id, wanted);
  return { ...read, kind, size, ...(read.content.startsWith(LFS) && { lfs: true }) };
}

/**
 * What a reader has to know of a text besides it.
 *
 * @param tool that gives the rest, where that is another one
 */
export function notesOn(
  { size, lfs, nextLine, nextOffset }: Pick<FileText, 'size' | 'lfs' | 'nextLine' | 'nextOffset'>,
  tool?: string,
): readonly string[] {
  const notes: string[] = [];
  if (lfs) notes.push('[This is the pointer of a file that git LFS keeps elsewhere.]');
  if (nextLine !== undefined)
    notes.push(`[More follows: call ${tool ?? 'again'} with start_line ${nextLine}.]`);
  if (nextOffset !== undefined) {
    const how = tool === undefined ? '' : `${tool}, `;
    notes.push(`[Cut: the file has ${size} bytes. Go on with ${how}offset ${nextOffset}.]`);
  }
  return notes;
}
