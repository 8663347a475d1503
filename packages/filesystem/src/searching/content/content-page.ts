import { jsonBytes, PAGE_BYTES } from '../../listing/page-room.ts';
import type { ContentFile } from './content-types.ts';
import type { FileMatches } from './scan-text.ts';

/** The names of the fields and what stands between files, in both forms. */
const FILE_BYTES = 64;

/** The files of one answer, and the room that is left for more. */
export class ContentPage {
  readonly #files: ContentFile[] = [];
  #matches = 0;
  #room = PAGE_BYTES;

  get files(): readonly ContentFile[] {
    return this.#files;
  }

  get matches(): number {
    return this.#matches;
  }

  /** Bytes for the lines of the next file. Its path is not counted before it comes: it is short beside the slack. */
  get room(): number {
    return this.#room;
  }

  /** @param path as it is shown */
  add(path: string, { matches, lines, bytes, hasMore }: FileMatches): void {
    this.#files.push({ path, matches, lines, truncated: hasMore });
    this.#matches += matches;
    this.#room -= bytes + 2 * jsonBytes(path) + FILE_BYTES;
  }
}
