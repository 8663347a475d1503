import { closeSync, fstatSync, lstatSync, openSync, readlinkSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fail } from '@portolan/runtime';
import { isInside } from '../roots/contain.ts';
import type { Candidate, FollowSymlinks, Place, Roots } from '../roots/types.ts';
import { hasProc, MARK_FLAGS } from './flags.ts';
import { admit, type Intent, leadsOutside } from './guard.ts';
import { failFromOs, osCode } from './os-error.ts';
import { whereIs } from './where.ts';

/** How often a call begins anew when what it opened turned out to be a link or was replaced; more is somebody swapping. */
const MAX_TURNS = 32;

/** What a path is held to while it is opened. */
export interface Guard {
  readonly roots: Roots;
  readonly follow: FollowSymlinks;
}

/** A descriptor that was proved to lie at its place; the caller closes it. */
export interface Opened {
  readonly fd: number;
  readonly place: Place;
  readonly throughLink: boolean;
}

/**
 * Opens a candidate and verifies where the descriptor really is. The caller closes it.
 *
 * @throws ToolError; nothing stays open then
 */
export function openGuarded(guard: Guard, candidate: Candidate, flags: number, intent: Intent): Opened {
  let path = candidate.path;
  let throughLink = false;
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    const fd = openUnlessLink(guard, candidate, path, flags);
    if (fd === undefined) {
      path = resolveLink(guard, candidate, path);
      throughLink = true;
      continue;
    }
    const place = placeOrClose(guard, candidate, intent, fd, path);
    if (place !== undefined) return { fd, place, throughLink };
    path = candidate.path;
    throughLink = false;
  }
  return fail('conflict', `${candidate.shown} keeps changing.`, { next: 'Call again.' });
}

/** Undefined, and closed, when the file was replaced since it was opened: the name now has another one. */
function placeOrClose(
  guard: Guard,
  candidate: Candidate,
  intent: Intent,
  fd: number,
  path: string,
): Place | undefined {
  let place: Place | undefined;
  try {
    const real = whereIs(fd, path);
    if (real === undefined) return undefined;
    place = admit(guard.roots, real, candidate, intent);
    if (guard.follow === 'none' && !samePath(real, candidate.path)) refuseLink(candidate.shown);
    return place;
  } catch (error) {
    place = undefined;
    throw error;
  } finally {
    if (place === undefined) closeSync(fd);
  }
}

function openUnlessLink(guard: Guard, candidate: Candidate, path: string, flags: number): number | undefined {
  try {
    const fd = openSync(path, flags);
    // A descriptor that only marks a place is opened even for a link; every other open refuses one.
    if (flags !== MARK_FLAGS || !fstatSync(fd).isSymbolicLink()) return fd;
    closeSync(fd);
    return undefined;
  } catch (error) {
    if (osCode(error) === 'ELOOP' || osCode(error) === 'ENOTDIR') {
      if (isLink(path)) return undefined;
    }
    refuseProbe(guard, candidate);
    return failFromOs(error, candidate.shown);
  }
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  } catch (error) {
    if (osCode(error) === undefined) throw error;
    return false;
  }
}

/** The real path behind a final link, inside the roots. */
export function resolveLink(guard: Guard, candidate: Candidate, path: string): string {
  if (guard.follow === 'none') refuseLink(candidate.shown);
  try {
    const real = realpathSync.native(path);
    if (guard.roots.locate(real) === undefined) leadsOutside(candidate.shown);
    return real;
  } catch (error) {
    if (osCode(error) === 'ENOENT') return dangling(guard, candidate, path);
    return failFromOs(error, candidate.shown);
  }
}

function dangling(guard: Guard, candidate: Candidate, path: string): never {
  refuseProbe(guard, candidate);
  refuseOutsideTarget(guard, candidate, path);
  return fail('not_found', `${candidate.shown} is a symbolic link to nothing.`);
}

/** For a link that does not resolve: where its text points to. */
function refuseOutsideTarget(guard: Guard, candidate: Candidate, link: string): void {
  try {
    if (guard.roots.locate(resolve(dirname(link), readlinkSync(link))) === undefined)
      leadsOutside(candidate.shown);
  } catch (error) {
    // It is gone, or no link any more: then it is not what leads out.
    if (osCode(error) !== 'ENOENT' && osCode(error) !== 'EINVAL') failFromOs(error, candidate.shown);
  }
}

/**
 * Called when a path could not be opened: when the folder it would be in is outside, say only that,
 * so that a link that leads out does not tell what exists there.
 */
function refuseProbe(guard: Guard, candidate: Candidate): void {
  let path = dirname(candidate.path);
  for (; isInside(path, candidate.root.real) && path !== candidate.root.real; path = dirname(path)) {
    try {
      if (guard.roots.locate(realpathSync.native(path)) === undefined) leadsOutside(candidate.shown);
      return;
    } catch (error) {
      if (osCode(error) === undefined) throw error;
      if (isLink(path)) refuseOutsideTarget(guard, candidate, path);
    }
  }
}

const refuseLink = (shown: string): never =>
  fail('forbidden', `${shown} goes through a symbolic link, and this server follows none.`, {
    next: 'Use the path of the target itself, or ask the operator for --follow-symlinks inside.',
  });

/** Elsewhere than on Linux, file systems may spell the same name in another case or normal form. */
const samePath = (a: string, b: string) =>
  a === b || (!hasProc && a.normalize('NFC').toLowerCase() === b.normalize('NFC').toLowerCase());
