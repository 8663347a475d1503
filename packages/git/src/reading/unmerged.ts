import type { Repository } from '../repository/open-repository.ts';
import { nameParts } from './records.ts';

/** What the index holds of one path in one version: 1 is the common one, 2 ours, 3 theirs. */
export interface Stage {
  readonly mode: string;
  readonly id: string;
}

/** A path in conflict, as it is meant, and its versions; a side that deleted it has none. */
export interface Unmerged {
  readonly path: string;
  readonly stages: ReadonlyMap<string, Stage>;
}

/** Entries that are read, bytes. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Every path in conflict, in the order of the index. */
export async function readUnmerged(repository: Repository): Promise<readonly Unmerged[]> {
  const { stdout } = await repository.git(['ls-files', '-u', '-z'], { maxBytes: MAX_BYTES });
  const found = new Map<string, Map<string, Stage>>();
  for (const entry of nameParts(stdout)) {
    const tab = entry.indexOf('\t');
    const [mode = '', id = '', stage = ''] = entry.slice(0, tab).split(' ');
    const path = entry.slice(tab + 1);
    const stages = found.get(path) ?? new Map<string, Stage>();
    found.set(path, stages.set(stage, { mode, id }));
  }
  return [...found].map(([path, stages]) => ({ path, stages }));
}
