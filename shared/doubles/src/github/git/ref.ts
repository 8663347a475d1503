import { runGit } from './run-git.ts';

/** Where a ref points. */
export interface Ref {
  /** In full: `refs/heads/main`. */
  readonly name: string;
  readonly sha: string;
  /** `tag` for a tag with a message. */
  readonly type: string;
  /** The commit, also behind a tag with a message. */
  readonly commit: string;
}

/** Every ref of a repository by its full name, in the order of names. */
export function readRefs(folder: string): ReadonlyMap<string, Ref> {
  const format = '%(refname)%00%(objectname)%00%(objecttype)%00%(*objectname)';
  const lines = runGit(folder, ['for-each-ref', `--format=${format}`])
    .stdout.toString('utf8')
    .split('\n');
  return new Map(
    lines.filter(Boolean).map((line) => {
      const [name = '', sha = '', type = '', peeled = ''] = line.split('\0');
      return [name, { name, sha, type, commit: peeled || sha }];
    }),
  );
}
