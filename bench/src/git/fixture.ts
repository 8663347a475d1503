import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const COMMITS = 2_000;
export const FILES = 1_000;
/** Files whose content in the work tree differs from the index, and files git does not know. */
export const MODIFIED = 10;
export const UNTRACKED = 5;
export const NEEDLE = 'portolan-needle';
/** Lines with the needle at HEAD. */
export const NEEDLES = 20;
/** The file that many commits changed, a line each. */
export const BLAMED = 'log.txt';
export const BLAMED_LINES = 100;
/** A file that is read, of about 4 KB. */
export const READ = 'src/part-7/file-7.ts';

/** A repository of 2,000 commits and 1,000 files, ten of them changed since. */
export function makeRepository(path: string): string {
  mkdirSync(path, { recursive: true });
  const git = (args: readonly string[], input?: string) =>
    execFileSync('git', args, {
      cwd: path,
      env: { PATH: process.env.PATH ?? '', HOME: path, GIT_CONFIG_NOSYSTEM: '1' },
      stdio: ['pipe', 'ignore', 'inherit'],
      ...(input !== undefined && { input }),
    });
  git(['init', '-q', '-b', 'main']);
  git(['fast-import', '--quiet'], history());
  git(['repack', '-adq']);
  git(['reset', '-q', '--hard']);
  // Until the clock has moved on, git reads every file again to see whether it changed.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_100);
  git(['update-index', '-q', '--refresh']);
  for (let index = 0; index < MODIFIED; index += 1) appendFileSync(join(path, fileName(index)), 'changed\n');
  for (let index = 0; index < UNTRACKED; index += 1) writeFileSync(join(path, `new-${index}.txt`), 'new\n');
  return path;
}

const fileName = (index: number) => `src/part-${index % 20}/file-${index}.ts`;

/** For `git fast-import`: one commit with all files, then commits that change one of them and a line of the log. */
function history(): string {
  const parts: string[] = [];
  const lines: string[] = [];
  for (let index = 0; index < COMMITS; index += 1) {
    const message = `change ${index}\n\nWhy it was made, in a line of its own.\n`;
    const who = `Author ${index % 7} <a${index % 7}@example.org> ${1_700_000_000 + index * 60} +0000`;
    parts.push(
      `commit refs/heads/main\nauthor ${who}\ncommitter ${who}\ndata ${message.length}\n${message}\n`,
    );
    const changed = index === 0 ? Array.from({ length: FILES }, (_, file) => file) : [index % FILES];
    for (const file of changed) parts.push(put(fileName(file), content(file, index)));
    lines[index % BLAMED_LINES] = `entry ${index % BLAMED_LINES} of change ${index}\n`;
    parts.push(put(BLAMED, lines.join('')));
  }
  return parts.join('');
}

const put = (name: string, text: string) => `M 100644 inline ${name}\ndata ${text.length}\n${text}\n`;

function content(file: number, revision: number): string {
  const needle = file % (FILES / NEEDLES) === 3 ? `// ${NEEDLE} ${file}\n` : '';
  const line = `export const value${file} = read(${file}, { revision: ${revision % 10} });\n`;
  return `// file ${file}\n${line.repeat(60)}${needle}`;
}
