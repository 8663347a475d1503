import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { type Commit, logFormat, parseLog } from './commit.ts';
import { Memo } from './memo.ts';
import { type Ref, readRefs } from './ref.ts';
import { type GitOptions, runGit } from './run-git.ts';
import { parseTree, type TreeEntry } from './tree-entry.ts';

const isSha = (text: string) => /^[0-9a-f]{40}$/.test(text);

/** A bare repository on disk. Revisions given by callers are looked up among the refs and never passed to git as they are. */
export class GitStore {
  readonly folder: string;
  #refs: ReadonlyMap<string, Ref> | undefined;
  readonly #trees = new Memo<readonly TreeEntry[]>();
  readonly #commits = new Memo<Commit>();

  constructor(base: string, from?: GitStore) {
    this.folder = join(mkdtempSync(join(base, 'repo-')), 'bare.git');
    if (from) runGit(base, ['clone', '-q', '--bare', '--no-hardlinks', from.folder, this.folder]);
    else runGit(base, ['init', '-q', '--bare', '-b', 'main', this.folder]);
  }

  run(args: readonly string[], options?: GitOptions): Buffer {
    return runGit(this.folder, args, options).stdout;
  }

  text(args: readonly string[], options?: GitOptions): string {
    return this.run(args, options).toString('utf8').trimEnd();
  }

  /** Every ref by its full name, in the order of names. */
  refs(): ReadonlyMap<string, Ref> {
    this.#refs ??= readRefs(this.folder);
    return this.#refs;
  }

  refsBelow(prefix: string): readonly Ref[] {
    return [...this.refs().values()].filter(({ name }) => name.startsWith(prefix));
  }

  /** Refs were changed by other means than `setRef`. */
  forgetRefs(): void {
    this.#refs = undefined;
  }

  setRef(name: string, sha: string): void {
    this.run(['update-ref', name, sha]);
    this.forgetRefs();
  }

  deleteRef(name: string): void {
    this.run(['update-ref', '-d', name]);
    this.forgetRefs();
  }

  /** The commit a branch, a tag, a full ref or a hash names. */
  resolve(revision: string): string | undefined {
    const refs = this.refs();
    const named = [`refs/heads/${revision}`, `refs/tags/${revision}`, `refs/${revision}`, revision];
    for (const name of named) {
      const found = refs.get(name);
      if (found) return found.commit;
    }
    if (!/^[0-9a-f]{7,40}$/i.test(revision)) return undefined;
    const { code, stdout } = this.#try(['rev-parse', '--verify', '-q', `${revision}^{commit}`]);
    return code === 0 ? stdout.toString('utf8').trim() : undefined;
  }

  /** What kind of object a hash is; nothing when there is none. */
  typeOf(sha: string): string | undefined {
    if (!isSha(sha)) return undefined;
    const { code, stdout } = this.#try(['cat-file', '-t', sha]);
    return code === 0 ? stdout.toString('utf8').trim() : undefined;
  }

  read(sha: string): Buffer {
    return this.run(['cat-file', 'blob', sha]);
  }

  write(content: string | Buffer): string {
    return this.text(['hash-object', '-w', '--stdin'], { input: content });
  }

  /** The entry at a path of a commit. */
  entry(commit: string, path: string): TreeEntry | undefined {
    return parseTree(this.run(['ls-tree', '-z', '-l', '-t', commit, '--', path])).find(
      (one) => one.path === path,
    );
  }

  /** What is in a tree or below it. */
  entries(treeish: string, recursive = false): readonly TreeEntry[] {
    return this.#trees.once(`${recursive} ${treeish}`, () =>
      parseTree(this.run(['ls-tree', '-z', '-l', ...(recursive ? ['-r', '-t'] : []), treeish])),
    );
  }

  /** Commits of a `git log` with these arguments. */
  log(args: readonly string[], input?: string): readonly Commit[] {
    return parseLog(
      this.run(['log', '-z', `--format=${logFormat}`, ...args], input === undefined ? {} : { input }),
    );
  }

  commit(sha: string): Commit {
    return this.#commits.once(sha, () => {
      const [found] = this.log(['--no-walk', sha]);
      if (!found) throw new Error(`no commit ${sha}`);
      return found;
    });
  }

  mergeBase(one: string, other: string): string | undefined {
    const { code, stdout } = this.#try(['merge-base', one, other]);
    return code === 0 ? stdout.toString('utf8').trim() : undefined;
  }

  isAncestor(ancestor: string, of: string): boolean {
    return this.#try(['merge-base', '--is-ancestor', ancestor, of]).code === 0;
  }

  /** Takes objects and a ref over from another repository. */
  fetch(from: GitStore, sha: string, ref: string): void {
    this.run(['fetch', '-q', '--no-tags', '--no-write-fetch-head', from.folder, `+${sha}:${ref}`]);
    this.forgetRefs();
  }

  #try(args: readonly string[]) {
    return runGit(this.folder, args, { codes: [0, 1, 128] });
  }
}
