import { existsSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fail } from '@portolan/runtime';
import { explain } from '../running/explain.ts';
import type { Setting } from '../running/overrides.ts';
import { type GitRequest, runGit } from '../running/run-git.ts';
import type { Place } from './locate.ts';
import { demandInside, type Roots } from './roots.ts';

/** What a repository's own configuration says, all files it includes counted. */
export interface OwnSettings {
  readonly values: ReadonlyMap<string, string>;
  /** Keys of files that are included under a condition, on a branch or in a work tree, which a call may make true. */
  readonly dormant: ReadonlySet<string>;
  /** Whether a file is included by its place in a home, which commands that use a remote have and others do not. */
  readonly ofHome: boolean;
  /** Files it came from, and those it would come from if they were there. */
  readonly files: readonly string[];
}

/** Includes of includes, as deep as git itself follows them. */
const MAX_INCLUDES = 10;
const including = /^include(?:if\..*)?\.path$/is;

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
  const own = parse(listed.stdout)
    .filter(({ scope }) => scope === 'local' || scope === 'worktree')
    .map((entry) => ({ ...entry, origin: resolve(cwd, entry.origin) }));
  const home = request.env?.HOME ?? '/';
  const list = (file: string) => {
    demandInsideOrAbsent(roots, file);
    return listFile(file, { ...request, cwd });
  };
  const asleep = await dormantEntries(own, { home, list });
  const all = [...own, ...asleep];
  const files = [...new Set(all.flatMap((entry) => [entry.origin, ...(includedBy(entry, home) ?? [])]))];
  for (const file of files) demandInsideOrAbsent(roots, file);
  for (const { key, value } of all) {
    refuseUnnameable(key);
    if (including.test(key) && /^(?:~[^/]|%\()/.test(value))
      demandInside(roots, '/', 'A file that the git configuration includes');
    if (key === 'blame.ignorerevsfile') demandReadable(roots, place.top, value);
  }
  const values = new Map(own.map(({ key, value }) => [key, value]));
  const dormant = new Set(asleep.map(({ key }) => key));
  const workTree = values.get('core.worktree');
  if (workTree !== undefined) {
    const real = resolve(place.gitDir, workTree);
    demandInside(roots, realOrSame(real), 'The work tree that the git configuration names');
  }
  const ofHome = all.some(({ key, value }) => including.test(key) && value.startsWith('~'));
  return { values, dormant, ofHome, files };
}

interface Entry {
  /** The file it stands in. */
  readonly origin: string;
  readonly key: string;
  readonly value: string;
}

interface Reading {
  readonly home: string;
  readonly list: (file: string) => Promise<readonly Entry[]>;
}

/** The file that an entry includes; undefined for any other entry. */
function includedBy({ origin, key, value }: Entry, home: string): readonly [string] | undefined {
  if (!including.test(key)) return undefined;
  if (value.startsWith('~/')) return [join(home, value.slice(2))];
  return [isAbsolute(value) ? value : resolve(dirname(origin), value)];
}

/** What stands in files whose condition does not hold now; a file that git read already is not read again. */
async function dormantEntries(own: readonly Entry[], { home, list }: Reading): Promise<readonly Entry[]> {
  const seen = new Set(own.map(({ origin }) => origin));
  const found: Entry[] = [];
  let last = own;
  for (let depth = 0; depth < MAX_INCLUDES && last.length > 0; depth += 1) {
    const files = last.flatMap((entry) => includedBy(entry, home) ?? []);
    const next = [...new Set(files)].filter((file) => !seen.has(file) && existsSync(file));
    for (const file of next) seen.add(file);
    last = (await Promise.all(next.map(list))).flat();
    found.push(...last);
  }
  return found;
}

async function listFile(
  file: string,
  request: Pick<GitRequest, 'env' | 'signal' | 'cwd'>,
): Promise<readonly Entry[]> {
  const args = ['config', '--file', file, '--list', '-z', '--show-scope', '--show-origin', '--no-includes'];
  const listed = await runGit({ ...request, args });
  if (listed.code !== 0) explain(listed, 'config');
  return parse(listed.stdout).map((entry) => ({ ...entry, origin: file }));
}

/** A file that is there may be read; one that is not may come, and then its real place is asked for again. */
function demandInsideOrAbsent(roots: Roots, file: string): void {
  if (!existsSync(file)) return;
  demandInside(roots, realpathSync.native(file), 'A file that the git configuration includes');
}

/**
 * Refuses a driver whose name is not UTF-8: it could not be named to git, which has to be told not to run it.
 *
 * @throws ToolError `unsupported`
 */
function refuseUnnameable(key: string): void {
  if (!key.includes('\uFFFD') || !driver.test(key)) return;
  fail('unsupported', 'The git configuration names a program by a name that is not UTF-8.', {
    next: 'Ask the user to rename that filter, driver or hook, or to use git.',
  });
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

/** What a name stands for that can be a program; the name may be empty. */
const driver = /^(filter|merge|diff|trailer|alias|hook)\.(.*)\.[^.]+$/is;

/** Settings that keep the drivers a repository declares from running, and its hooks where they may not. */
export function neutralise(
  { values, dormant }: Pick<OwnSettings, 'values' | 'dormant'>,
  { allowHooks }: { readonly allowHooks: boolean },
): Setting[] {
  return [...new Set([...values.keys(), ...dormant])].flatMap((key): Setting[] => {
    const [, section, name] = driver.exec(key) ?? [];
    if (name === undefined) return [];
    if (section === 'hook')
      return allowHooks
        ? []
        : [
            [`hook.${name}.command`, 'true'],
            [`hook.${name}.enabled`, 'false'],
          ];
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
