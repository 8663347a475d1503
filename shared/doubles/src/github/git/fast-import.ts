import type { Signature } from './commit.ts';
import type { GitStore } from './git-store.ts';

/** What a file becomes in a commit; null removes it. */
export type FileSeed =
  | string
  | Buffer
  | null
  | { readonly content: string | Buffer; readonly executable?: boolean }
  | { readonly symlink: string }
  | { readonly submodule: string };

export interface ImportedCommit {
  readonly message: string;
  readonly files: Readonly<Record<string, FileSeed>>;
  readonly author: Signature;
  /** Further parents, of a merge. */
  readonly merges?: readonly string[];
}

/** Adds commits to a branch in one go, on top of a revision or, without one, as a new history. */
export function importCommits(
  git: GitStore,
  branch: string,
  from: string | undefined,
  commits: readonly ImportedCommit[],
): void {
  const stream: Buffer[] = [];
  const say = (text: string) => stream.push(Buffer.from(text));
  if (from !== undefined) say(`reset refs/heads/${branch}\nfrom ${from}\n\n`);
  for (const { message, files, author, merges = [] } of commits) {
    const signature = `${author.name} <${author.email}> ${Math.floor(Date.parse(author.date) / 1000)} +0000`;
    say(`commit refs/heads/${branch}\nauthor ${signature}\ncommitter ${signature}\n`);
    addData(stream, message);
    for (const merge of merges) say(`merge ${merge}\n`);
    for (const [path, file] of Object.entries(files)) addFile(stream, path, file);
    say('\n');
  }
  git.run(['fast-import', '--quiet', '--force', '--date-format=raw'], { input: Buffer.concat(stream) });
  git.forgetRefs();
}

function addData(stream: Buffer[], content: string | Buffer): void {
  const bytes = Buffer.from(content);
  stream.push(Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n'));
}

function addFile(stream: Buffer[], path: string, file: FileSeed): void {
  const say = (text: string) => stream.push(Buffer.from(text));
  const name = quoted(path);
  if (file === null) return void say(`D ${name}\n`);
  if (typeof file === 'string' || Buffer.isBuffer(file)) {
    say(`M 100644 inline ${name}\n`);
    addData(stream, file);
  } else if ('content' in file) {
    say(`M ${file.executable === true ? '100755' : '100644'} inline ${name}\n`);
    addData(stream, file.content);
  } else if ('symlink' in file) {
    say(`M 120000 inline ${name}\n`);
    addData(stream, file.symlink);
  } else {
    say(`M 160000 ${file.submodule} ${name}\n`);
  }
}

/** A path as fast-import reads it whatever bytes are in it. */
const quoted = (path: string) =>
  `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
