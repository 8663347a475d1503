import { lstatSync, rmdirSync, type Stats, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCode, fail } from '@portolan/runtime';
import { encodeBytes, shownName } from '../reading/names.ts';
import type { Stage, Unmerged } from '../reading/unmerged.ts';
import type { Repository } from '../repository/open-repository.ts';
import { nulEnded } from '../running/pathspec.ts';

const GITLINK = '160000';

/** The version of each side in the index. */
const stageOf = { ours: '2', theirs: '3' } as const;
export type Side = keyof typeof stageOf;

/** A path and the version it gets; undefined where that side deleted it. */
export interface Resolution {
  readonly path: string;
  readonly stage: Stage | undefined;
  /** The id that stands for none, in the hash of the repository. */
  readonly noId: string;
}

/**
 * What taking one side does to each path, checked before anything is changed.
 *
 * @throws ToolError `unsupported` for a submodule, `conflict` where something else is in the place of a file
 */
export function planResolutions(
  repository: Repository,
  conflicts: readonly Unmerged[],
  side: Side,
): readonly Resolution[] {
  return conflicts.map(({ path, stages }) => {
    if ([...stages.values()].some(({ mode }) => mode === GITLINK)) {
      fail('unsupported', `${JSON.stringify(shownName(path))} is a submodule. Nothing was changed.`, {
        next: 'Check the wanted commit out in the submodule, then add it; or name the other files alone.',
      });
    }
    const stage = stages.get(stageOf[side]);
    demandFree(repository, path, stage !== undefined);
    const [{ id } = { id: '' }] = [...stages.values()];
    return { path, stage, noId: '0'.repeat(id.length) };
  });
}

/** Refuses to write or delete through a link or a file that stands where a folder was, or over a folder. */
function demandFree({ top }: Repository, path: string, written: boolean): void {
  const parts = path.split('/');
  for (let count = 1; count < parts.length; count += 1) {
    const folder = parts.slice(0, count).join('/');
    const state = stateOf(top, folder);
    if (state === undefined) break;
    if (!state.isDirectory()) refusePlace(path, `${JSON.stringify(shownName(folder))} is no folder`);
  }
  if (written && stateOf(top, path)?.isDirectory()) refusePlace(path, 'a folder is in its place');
}

const refusePlace = (path: string, why: string): never =>
  fail('conflict', `${JSON.stringify(shownName(path))} is not resolved: ${why}. Nothing was changed.`, {
    next: 'Move what is in its place away, or name the other files alone.',
  });

const bytesOf = (top: string, path: string) => encodeBytes(join(top, path));

const stateOf = (top: string, path: string): Stats | undefined =>
  lstatSync(bytesOf(top, path), { throwIfNoEntry: false });

/** Those paths at which a file or a link is now. */
export const presentFiles = ({ top }: Repository, paths: readonly string[]): readonly string[] =>
  paths.filter((path) => stateOf(top, path)?.isDirectory() === false);

/**
 * Puts the files into the work tree, then into the index: where the first fails, they are still in conflict. What is
 * stored is the object of that side, so no filter has a say in it.
 */
export async function applyResolutions(
  repository: Repository,
  resolutions: readonly Resolution[],
  side: Side,
): Promise<void> {
  const written = resolutions.filter(({ stage }) => stage !== undefined).map(({ path }) => path);
  const removed = resolutions.filter(({ stage }) => stage === undefined).map(({ path }) => path);
  const how = ['-q', '-f', `--stage=${stageOf[side]}`, '-z', '--stdin'];
  if (written.length > 0)
    await repository.git(['checkout-index', ...how], { writes: true, input: nulEnded(written) });
  for (const path of presentFiles(repository, removed)) removeFile(repository.top, path);
  await repository.git(['update-index', '-z', '--index-info'], {
    writes: true,
    input: nulEnded(resolutions.flatMap(indexLines)),
  });
}

/** Takes all versions of a path out of the index, and puts the one wanted in. */
const indexLines = ({ path, stage, noId }: Resolution): readonly string[] => [
  `0 ${noId}\t${path}`,
  ...(stage === undefined ? [] : [`${stage.mode} ${stage.id}\t${path}`]),
];

/** Deletes a file, and the folders that are empty without it, as git does. */
function removeFile(top: string, path: string): void {
  unlinkSync(bytesOf(top, path));
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    try {
      rmdirSync(bytesOf(top, folder));
    } catch (error) {
      if (['ENOTEMPTY', 'EEXIST'].includes(errorCode(error) ?? '')) return;
      throw error;
    }
  }
}
