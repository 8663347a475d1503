import { execFileSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { needsRoot } from '../../../testing/src/machine.ts';
import { temporaryFolder } from './fixtures.ts';

/** A file system of 256 KiB, so that it can really be full. */
export async function smallDisk() {
  needsRoot('mount a small disk');
  const folder = await temporaryFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder.path]);
  const ballast = join(folder.path, 'ballast');
  return {
    path: folder.path,
    /** Fills it, but for what is left of the last block of each file. */
    async fill(): Promise<void> {
      await writeFile(ballast, Buffer.alloc(1024 * 1024)).catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'ENOSPC' });
      });
    },
    /** Makes space again. */
    empty: () => rm(ballast),
    async [Symbol.asyncDispose]() {
      execFileSync('umount', ['-l', folder.path]);
      await folder[Symbol.asyncDispose]();
    },
  };
}
