import { fail } from '@portolan/runtime';
import type { OpenFile, Target } from '../access/types.ts';
import { hashOf } from '../reading/bytes.ts';
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
  if (hash !== expected) {
    fail('conflict', `${shown} changed since it was read. Nothing was changed.`, { data: { hash } });
  }
}

/** The same for the entry of a folder, which has to be a file then. */
export function refuseChangedTarget({ folder, name, place }: Target, ifMatch: string | undefined): void {
  if (ifMatch === undefined) return;
  using file = folder.openFile(name);
  refuseChanged(file, place.shown, ifMatch);
}
