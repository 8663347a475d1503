import { join } from 'node:path';
import { fail } from '@portolan/runtime';
import type { Access, Target } from '../access/types.ts';
import { hashOf, readPart } from '../reading/bytes.ts';
import { MAX_EDIT_BYTES } from '../writing/apply-edits.ts';
import { type Editable, editable } from '../writing/editable.ts';
import { refuseChanged } from '../writing/if-match.ts';
import type { Writing } from '../writing/write-file.ts';
import { applyHunks } from './apply-hunks.ts';
import { type Change, commitChanges } from './commit-changes.ts';
import { type FilePatch, readPatch } from './read-patch.ts';

/** Bytes of all files of one patch, before and after; they are held in memory. */
const maxTotalBytes = 8 * 1024 * 1024;

/** Where a patch is applied, and what must be there before. */
export interface PatchOptions {
  /** The folder that the paths of the patch are relative to. Default: as the roots resolve them. */
  readonly folder?: string | undefined;
  /** Only shows what would change. */
  readonly dryRun?: boolean | undefined;
  /** By the path that the patch gives a file, the hash it must have before; every path must be one of the patch. */
  readonly ifMatch?: Readonly<Record<string, string>> | undefined;
}

/** What a patch did, or would do, to one file; `size` in bytes. */
export interface PatchedFile {
  /** Absolute, below the root as the operator spelled it. */
  readonly path: string;
  readonly action: 'modify' | 'create' | 'delete';
  /** Of the file as it is then; missing for a deleted one and in a dry run. */
  readonly hash?: string;
  readonly size: number;
  /** Lines by which each hunk was found away from its place. */
  readonly offsets: readonly number[];
}

/**
 * Applies a unified diff over several files, all or nothing: every new content is made before anything is
 * written, and a fault while writing puts back what was written before it.
 *
 * @throws ToolError `invalid_arguments`, `conflict`, `ambiguous`, `already_exists`, `unsupported`, `too_large`, and what access gives
 */
export async function applyPatch(
  writing: Writing,
  patch: string,
  options: PatchOptions = {},
): Promise<readonly PatchedFile[]> {
  const files = await readPatch(patch);
  const { access, queue } = writing;
  const paths = files.map(({ path }) => (options.folder === undefined ? path : join(options.folder, path)));
  const keys = new Set(paths.map((path) => keyOf(access, path)));
  if (keys.size < files.length) fail('invalid_arguments', 'The patch names one file by two paths.');
  const expected = expectedHashes(files, options.ifMatch);
  return queue.run([...keys].sort(), async () => {
    let total = 0;
    const changes = files.map((file, index) => {
      const change = planChange(access, file, paths[index] ?? file.path, expected.get(file.path));
      total += (change.before?.length ?? 0) + (change.after?.length ?? 0);
      if (total > maxTotalBytes)
        fail('too_large', `The files of the patch have more than ${maxTotalBytes} bytes together.`);
      return change;
    });
    if (options.dryRun === true) return changes.map((change) => describe(change, undefined));
    const hashes = await commitChanges(access, changes);
    return changes.map((change, index) => describe(change, hashes[index]));
  });
}

/** The real path where the file exists, so that two spellings of it wait for each other. */
function keyOf(access: Access, path: string): string {
  const candidate = access.candidate(path);
  try {
    using target = access.target(path);
    return target.place.real;
  } catch {
    return candidate.path;
  }
}

function expectedHashes(files: readonly FilePatch[], ifMatch: PatchOptions['ifMatch'] = {}) {
  const named = new Set(files.map(({ path }) => path));
  const stray = Object.keys(ifMatch).find((path) => !named.has(path));
  if (stray !== undefined) {
    fail('invalid_arguments', `ifMatch has ${JSON.stringify(stray)}, which is no file of the patch.`, {
      next: 'Name files as the patch does, without a/ or b/ before them.',
      data: { files: [...named] },
    });
  }
  return new Map(Object.entries(ifMatch));
}

function planChange(access: Access, file: FilePatch, path: string, ifMatch: string | undefined): Change {
  if (file.action === 'create') return planCreation(access, file, path, ifMatch);
  using target = access.target(path);
  const { bytes, hash } = readWhole(target, ifMatch);
  const { place } = target;
  const { text, offsets, source } = patchText(bytes, file, place.shown);
  if (file.action === 'modify') {
    return {
      action: 'modify',
      path,
      shownPath: place.path,
      before: bytes,
      beforeHash: hash,
      after: source.toContent(text),
      offsets,
    };
  }
  if (text !== '') {
    fail('conflict', `${place.shown} holds more than the patch deletes. Nothing was written.`);
  }
  return {
    action: 'delete',
    path,
    shownPath: place.path,
    before: bytes,
    beforeHash: hash,
    after: undefined,
    offsets,
  };
}

function planCreation(access: Access, file: FilePatch, path: string, ifMatch: string | undefined): Change {
  const { text, offsets } = applyHunks('', file.hunks, path);
  const candidate = access.candidate(path);
  if (exists(access, path)) fail('already_exists', `${candidate.shown} exists already. Nothing was written.`);
  if (ifMatch !== undefined) fail('conflict', `${candidate.shown} does not exist. Nothing was written.`);
  const shownPath = join(candidate.root.spelled, candidate.relative);
  return {
    action: 'create',
    path,
    shownPath,
    before: undefined,
    beforeHash: undefined,
    after: Buffer.from(text),
    offsets,
  };
}

function exists(access: Access, path: string): boolean {
  try {
    using target = access.target(path, { followLink: false });
    return target.stat !== undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'not_found') return false;
    throw error;
  }
}

/** In a file that is not UTF-8 a line may be written in more than one way; the likeliest that fits is taken. */
function patchText(
  bytes: Buffer,
  { hunks }: FilePatch,
  shown: string,
): { text: string; offsets: readonly number[]; source: Editable } {
  const source = editable(bytes, shown);
  const forms = Math.max(1, ...hunks.flatMap(({ lines }) => lines.map((line) => source.forms(line).length)));
  let fault: unknown;
  for (let form = 0; form < forms; form += 1) {
    try {
      const toFile = (line: string): string => source.forms(line).at(form) ?? source.forms(line)[0] ?? line;
      return { ...applyHunks(source.text, hunks, shown, toFile), source };
    } catch (error) {
      fault ??= error;
    }
  }
  throw fault;
}

function readWhole(
  { folder, name, place }: Target,
  ifMatch: string | undefined,
): { bytes: Buffer; hash: string } {
  using file = folder.openFile(name);
  refuseChanged(file, place.shown, ifMatch);
  if (file.stat.size > MAX_EDIT_BYTES) {
    fail(
      'too_large',
      `${place.shown} has ${file.stat.size} bytes; files up to ${MAX_EDIT_BYTES} can be patched.`,
    );
  }
  const hash = hashOf(file);
  return { bytes: Buffer.from(readPart(file, 0, file.stat.size)), hash };
}

function describe({ action, shownPath, after, offsets }: Change, hash: string | undefined): PatchedFile {
  return {
    path: shownPath,
    action,
    size: after?.length ?? 0,
    offsets,
    ...(hash === undefined ? {} : { hash }),
  };
}
