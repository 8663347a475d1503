import { boundText, jsonTextBytes, showHidden } from '@portolan/runtime/untrusted-text';
import * as z from 'zod';
import { present } from '../schema/present.ts';

/** A changed file in an answer; without `patch` where it is binary, too large or over the budget. */
export const ChangedFile = z.looseObject({ filename: z.string() });

/** How much of the patches of one answer is shown, bytes as JSON. */
const patchBudget = 48 * 1024;
/** A cut patch shorter than this says too little. */
const shortestCut = 512;

interface GitHubFile {
  readonly filename: string;
  readonly status: string;
  readonly additions: number;
  readonly deletions: number;
  readonly previous_filename?: string;
  readonly patch?: string;
}

/**
 * Changed files with as much of their patches as fits, in order. A file says `patch_omitted` with the units left
 * out where its patch is cut or not shown.
 */
export function changedFiles(files: readonly GitHubFile[], withPatches: boolean) {
  let room = patchBudget;
  return files.map(({ filename, status, additions, deletions, previous_filename, patch }) => {
    const file = {
      filename: showHidden(filename),
      status,
      additions,
      deletions,
      ...present({ previous_filename: previous_filename && showHidden(previous_filename) }),
    };
    if (!withPatches || patch === undefined) return file;
    const shown =
      room < shortestCut ? { text: '', omitted: patch.length } : boundText(showHidden(patch), room);
    room -= jsonTextBytes(shown.text);
    return { ...file, ...present({ patch: shown.text, patch_omitted: shown.omitted || undefined }) };
  });
}
