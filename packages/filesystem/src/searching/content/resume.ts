import { readCursor } from '@portolan/runtime';
import type { Position } from '../walk/position.ts';

/** Where a search goes on: in a file, after a line. */
export interface Resume {
  readonly position: Position;
  readonly path: string;
  readonly line: number;
  /** Matches of the file that the pages before showed and that count for the most of one file. */
  readonly shown: number;
}

/** Where a cursor of four parts (folder, name, line, matches shown) stands. */
export function readResume(question: unknown, cursor: string | undefined): Resume | undefined {
  if (cursor === undefined) return undefined;
  const [folder = '', name = '', line = '', shown = ''] = readCursor(question, cursor, 4);
  const path = folder === '' ? name : `${folder}/${name}`;
  return { position: { folder, name }, path, line: count(line), shown: count(shown) };
}

/** Whoever seals a cursor of their own may write anything. */
function count(text: string): number {
  const number = Number(text);
  return Number.isSafeInteger(number) && number > 0 ? number : 0;
}
