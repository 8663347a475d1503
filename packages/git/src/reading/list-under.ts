import type { Repository } from '../repository/open-repository.ts';
import { nameParts } from './records.ts';

/** Names that are listed, bytes. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * What a command lists below some paths, names as they are meant. Paths that are not UTF-8 cannot be arguments:
 * then everything is listed, and what is elsewhere left out.
 *
 * @param args of a command that prints names with `-z` and takes pathspecs
 * @param paths that passed the grammar; none are all
 */
export async function listUnder(
  repository: Repository,
  args: readonly string[],
  paths: readonly string[],
): Promise<readonly string[]> {
  const fit = paths.every((path) => path.isWellFormed());
  const { stdout } = await repository.git([...args, '--', ...(fit ? paths : [])], { maxBytes: MAX_BYTES });
  const names = nameParts(stdout);
  if (fit) return names;
  return names.filter((name) =>
    paths.some((path) => path === '.' || name === path || name.startsWith(`${path}/`)),
  );
}
