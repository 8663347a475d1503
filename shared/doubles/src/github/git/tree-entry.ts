/** One line of a tree. */
export interface TreeEntry {
  /** `100644`, `100755`, `120000` (symbolic link), `040000` (tree), `160000` (submodule). */
  readonly mode: string;
  readonly type: string;
  readonly sha: string;
  /** In bytes; of blobs only. */
  readonly size: number | undefined;
  /** From the tree that was listed. */
  readonly path: string;
}

/** The output of `git ls-tree -z -l`. */
export const parseTree = (output: Buffer): readonly TreeEntry[] =>
  output
    .toString('utf8')
    .split('\0')
    .filter(Boolean)
    .map((line) => {
      const tab = line.indexOf('\t');
      const [mode = '', type = '', sha = '', size = '-'] = line.slice(0, tab).split(/ +/);
      return { mode, type, sha, size: size === '-' ? undefined : Number(size), path: line.slice(tab + 1) };
    });
