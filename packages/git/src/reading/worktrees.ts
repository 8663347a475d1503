import type { Repository } from '../repository/open-repository.ts';

export interface Worktree {
  readonly path: string;
  readonly commit?: string;
  readonly branch?: string;
  /** Its folder is not there any more: git keeps only what it knew of it. */
  readonly gone?: boolean;
}

/** All work trees of a repository, wherever they are; the first is the main one. */
export async function readWorktrees(repository: Repository): Promise<readonly Worktree[]> {
  const { stdout } = await repository.git(['worktree', 'list', '--porcelain', '-z']);
  return stdout.toString('utf8').split('\0\0').filter(Boolean).map(parse);
}

function parse(record: string): Worktree {
  const fields = new Map(
    record.split('\0').map((line) => [line.split(' ', 1)[0], line.slice(line.indexOf(' ') + 1)]),
  );
  const [commit, branch] = [fields.get('HEAD'), fields.get('branch')];
  return {
    path: fields.get('worktree') ?? '',
    ...(commit !== undefined && { commit }),
    ...(branch !== undefined && { branch: branch.replace(/^refs\/heads\//, '') }),
    ...(fields.has('prunable') && { gone: true }),
  };
}
