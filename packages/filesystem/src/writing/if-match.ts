import { fail } from '@portolan/runtime';
import type { Access, OpenFile, Target } from '../access/types.ts';
import { hashOf } from '../reading/bytes.ts';
import type { Place } from '../roots/types.ts';
import { hashOfPath } from './entry-hash.ts';
import { checkedHash } from './write-file.ts';

/**
 * Refuses a file that is no more what its caller read.
 *
 * @param ifMatch the hash of that read; without it nothing is compared
 * @throws ToolError `conflict` with the hash it has now, `invalid_arguments` for what is no hash
 */
export function refuseChanged(file: OpenFile, shown: string, ifMatch: string | undefined): void {
  if (ifMatch === undefined) return;
  const expected = checkedHash(ifMatch);
  const hash = hashOf(file);
  if (hash !== expected) refuseHash(shown, hash);
}

/** Says that something has another hash by now than its caller knows. */
export const refuseHash = (shown: string, hash: string | undefined): never =>
  fail('conflict', `${shown} changed since it was read. Nothing was changed.`, {
    ...(hash !== undefined && { data: { hash } }),
  });

/** The same for a folder, everything in it included. */
export async function refuseChangedFolder(
  access: Access,
  { path, shown }: Pick<Place, 'path' | 'shown'>,
  ifMatch: string | undefined,
  signal?: AbortSignal,
): Promise<void> {
  if (ifMatch === undefined) return;
  const expected = checkedHash(ifMatch);
  const hash = await hashOfPath(access, path, signal);
  if (hash !== expected) refuseHash(shown, hash);
}

/** The same for the entry of a folder, which has to be a file then. */
export function refuseChangedTarget({ folder, name, place }: Target, ifMatch: string | undefined): void {
  if (ifMatch === undefined) return;
  using file = folder.openFile(name);
  refuseChanged(file, place.shown, ifMatch);
}
