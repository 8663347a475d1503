import { fail, PAYLOAD_BYTES, ToolError } from '@portolan/runtime';
import type { Repository } from '../repository/open-repository.ts';
import { checkRevision } from '../running/grammar.ts';
import { resolveRevision } from './commits.ts';
import { cutText, jsonBytes } from './cut-text.ts';
import { type FileText, readFileText } from './file-text.ts';
import { nameRevision } from './name-revision.ts';

/** Files of one call. */
export const MAX_FILES = 50;
/** Bytes that each file may have however long those before it are: a beginning, and where to go on. */
const SHARE_BYTES = 256;
/** Lines of each file. */
const MAX_LINES = 10_000;

interface AskedFile {
  readonly path: string;
  readonly revision: string;
}

/** Its text, or why it could not be read. */
type Outcome = FileText | { readonly error: string; readonly message: string };

/**
 * Reads several files, in their order; one that cannot be read does not stop the others. Each may have what those
 * before it left of the room of one answer, and is cut there.
 *
 * @throws ToolError `too_large` for names that leave no room for the files
 */
export async function readMany(
  repository: Repository,
  files: readonly AskedFile[],
): Promise<readonly (AskedFile & Outcome)[]> {
  let spare = PAYLOAD_BYTES - jsonBytes(files) - files.length * SHARE_BYTES;
  if (spare < 0) {
    fail('too_large', 'The names of the files leave no room for their text.', {
      next: 'Read fewer files at once.',
    });
  }
  const treeOf = knownTrees(repository);
  const results: (AskedFile & Outcome)[] = [];
  for (const file of files) {
    const room = spare + SHARE_BYTES;
    const outcome = await readOne(repository, file, treeOf, room);
    spare = room - jsonBytes('content' in outcome ? outcome.content : outcome.message);
    results.push({ ...file, ...outcome });
  }
  return results;
}

/** The tree of each revision, looked up once: all files of a branch that moves meanwhile are of one commit. */
function knownTrees(repository: Repository): (revision: string) => Promise<string> {
  const trees = new Map<string, Promise<string>>();
  return (revision) => {
    const tree = trees.get(revision) ?? resolveRevision(repository, checkRevision(revision), 'tree');
    trees.set(revision, tree);
    return tree;
  };
}

async function readOne(
  repository: Repository,
  { path, revision }: AskedFile,
  treeOf: (revision: string) => Promise<string>,
  maxBytes: number,
): Promise<Outcome> {
  try {
    const tree = await treeOf(revision);
    return await readFileText(repository, path, tree, { start: 1, maxLines: MAX_LINES, maxBytes });
  } catch (error) {
    const named: unknown = await nameRevision(error, { revision }, repository).catch(
      (other: unknown) => other,
    );
    if (!(named instanceof ToolError) || repository.signal.aborted) throw named;
    return { error: named.code, message: cutText(`${named.message} ${named.next}`, maxBytes) };
  }
}
