import { readCursor } from '@portolan/runtime';
import type { Position } from '../walk/position.ts';

/** Where a search goes on: in a file, after a line. */
export interface Resume {
  readonly position: Position;
  readonly path: string;
  readonly line: number;
}

/** Where a cursor of three parts (folder, name, line) stands. */
export function readResume(question: unknown, cursor: string | undefined): Resume | undefined {
  if (cursor === undefined) return undefined;
  const [folder = '', name = '', line = ''] = readCursor(question, cursor, 3);
  return { position: { folder, name }, path: folder === '' ? name : `${folder}/${name}`, line: Number(line) };
}
