import { fail } from '@portolan/runtime';
import type { Candidate, Place, Roots } from '../roots/types.ts';

/** What a call wants with a place: its content is masked by deny patterns, its existence is not. */
export type Intent = 'content' | 'existence';

/**
 * Decides whether a real path may be used.
 *
 * @throws ToolError `outside_roots`, or `forbidden` for what a deny pattern or the trash masks
 */
export function admit(roots: Roots, real: string, candidate: Candidate, intent: Intent): Place {
  const place = roots.locate(real) ?? leadsOutside(candidate.shown);
  if (isPseudo(real) && !isPseudo(place.root.real)) {
    fail('unsupported', `${candidate.shown} belongs to the kernel, not to a disk.`, {
      next: 'Ask the operator to allow that folder by name if it is really meant.',
    });
  }
  if (intent === 'content') refuseMasked(roots, place);
  return place;
}

/** @throws ToolError `forbidden` */
export function refuseMasked(roots: Roots, place: Pick<Place, 'root' | 'real' | 'relative' | 'shown'>): void {
  if (roots.isInTrash(place)) {
    fail('forbidden', `${place.shown} is in the trash.`, { next: 'Bring it back with restore_file first.' });
  }
  if (roots.forbids(place)) {
    fail(
      'forbidden',
      `${place.shown} is kept from this caller, by the policy or because it belongs to this server itself.`,
    );
  }
  const pattern = roots.deniedBy(place);
  if (pattern !== undefined) {
    fail('forbidden', `${place.shown} is masked by the deny pattern "${pattern}": it may hold secrets.`, {
      next: `Work without it, or ask the operator to start the server with --allow '${pattern}'.`,
      data: { pattern, setting: '--allow' },
    });
  }
}

/** Refuses a path that turned out to lead out of the roots. */
export const leadsOutside = (shown: string): never =>
  fail('outside_roots', `${shown} leads outside the allowed folders. Nothing was read or changed.`, {
    next: 'Use a path whose links stay inside the allowed folders.',
  });

/** File systems that show the kernel or the machine; with `/` allowed they would still leak this process's secrets. */
const isPseudo = (path: string) => /^\/(?:proc|sys|dev)(?:\/|$)/.test(path) && !path.startsWith('/dev/shm/');
