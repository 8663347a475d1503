import { fileURLToPath } from 'node:url';
import {
  createTempFolder,
  nodeCommand,
  type ServerCommand,
  type TempFolder,
} from '../../../testing/src/index.ts';

const bin = (file: string) => nodeCommand(fileURLToPath(new URL(file, import.meta.url)));
const notesBin = bin('notes-bin.ts');
/** Another server with the same tools. */
export const otherNotesBin = bin('other-notes-bin.ts');

export interface NotesFolder extends TempFolder {
  /** Starts the notes server with its audit log in the folder, no rate limit, and these words. */
  command(...words: readonly string[]): ServerCommand;
}

/** A folder of one test, and the notes server in it. */
export async function notesFolder(): Promise<NotesFolder> {
  const folder = await createTempFolder();
  return {
    ...folder,
    command: (...words) => ({
      ...notesBin,
      args: [...notesBin.args, '--audit', `${folder.path}/audit.jsonl`, '--rate-limit', 'off', ...words],
    }),
  };
}
