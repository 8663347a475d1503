import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { explain } from '../running/explain.ts';
import type { Setting } from '../running/overrides.ts';
import { type GitRequest, runGit } from '../running/run-git.ts';
import type { Place } from './locate.ts';
import { demandInside, type Roots } from './roots.ts';

/** What a repository's own configuration says, all files it includes counted. */
export interface OwnSettings {
  readonly values: ReadonlyMap<string, string>;
  /** Files it came from. */
  readonly files: readonly string[];
}

/**
 * Reads the configuration as git does; this starts none of the programs it names.
 *
 * @throws ToolError `outside_roots` when it includes a file from outside, or its work tree is there
 */
export async function readSettings(
  roots: Roots,
  place: Place,
  request: Pick<GitRequest, 'env' | 'signal'>,
): Promise<OwnSettings> {
  const cwd = place.bare ? place.gitDir : place.top;
  const where = place.bare ? ['--git-dir', place.gitDir] : [];
  const listed = await runGit({
    ...request,
    cwd,
    args: [...where, 'config', '--list', '-z', '--show-scope', '--show-origin', '--includes'],
  });
  if (listed.code !== 0) explain(listed, 'config');
  const own = parse(listed.stdout).filter(({ scope }) => scope === 'local' || scope === 'worktree');
  const files = [...new Set(own.map(({ origin }) => resolve(cwd, origin)))];
  for (const file of files)
    demandInside(roots, realpathSync.native(file), 'A file that the git configuration includes');
  for (const { key, value } of own)
    if (key === 'blame.ignorerevsfile') demandReadable(roots, place.top, value);
  const values = new Map(own.map(({ key, value }) => [key, value]));
  const workTree = values.get('core.worktree');
  if (workTree !== undefined) {
    const real = resolve(place.gitDir, workTree);
    demandInside(roots, realOrSame(real), 'The work tree that the git configuration names');
  }
  return { values, files };
}

/** Git quotes a line of this file when it is of another kind, and every value of the setting is read. */
function demandReadable(roots: Roots, top: string, file: string): void {
  const path = /^[~%]/.test(file) ? '/' : resolve(top, file);
  demandInside(roots, realOrSame(path), 'The file that blame.ignoreRevsFile names');
}

const realOrSame = (path: string) => {
  try {
    return realpathSync.native(path);
  } catch {
    // What does not exist is judged by its name.
    return path;
  }
};

/** `scope NUL file:origin NUL key LF value NUL`, again and again. */
function parse(output: Buffer) {
  const parts = output.toString('utf8').split('\0');
  const entries = [];
  for (let index = 0; index + 2 < parts.length; index += 3) {
    const [scope = '', origin = '', pair = ''] = parts.slice(index, index + 3);
    const end = pair.indexOf('\n');
    const key = end === -1 ? pair : pair.slice(0, end);
    entries.push({
      scope,
      origin: origin.replace(/^file:/, ''),
      key,
      value: end === -1 ? '' : pair.slice(end + 1),
    });
  }
  return entries;
}

/** Git's own text merge, in place of a program that the repository names. */
const TEXT_MERGE = 'git merge-file --marker-size=%L %A %O %B';

/** Settings that keep the drivers a repository declares from running. */
export function neutralise({ values }: OwnSettings): Setting[] {
  return [...values.keys()].flatMap((key): Setting[] => {
    const [, section, name] = /^(filter|merge|diff|trailer|alias)\.(.+)\.[^.]+$/is.exec(key) ?? [];
    if (name === undefined) return [];
    if (section === 'merge') return [[`merge.${name}.driver`, TEXT_MERGE]];
    if (section === 'diff')
      return [
        [`diff.${name}.command`, 'true'],
        [`diff.${name}.textconv`, 'cat'],
      ];
    if (section === 'trailer')
      return [
        [`trailer.${name}.command`, 'true'],
        [`trailer.${name}.cmd`, 'true'],
      ];
    if (section !== 'filter') return [];
    return [
      [`filter.${name}.clean`, ''],
      [`filter.${name}.smudge`, ''],
      [`filter.${name}.process`, ''],
      [`filter.${name}.required`, 'false'],
    ];
  });
}
