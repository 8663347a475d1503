import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder with its absolute path, links resolved; disposing removes it. */
export interface TempFolder extends AsyncDisposable {
  readonly path: string;
}

/** A new folder that goes away with all that is in it. */
export async function createTempFolder(): Promise<TempFolder> {
  const path = await mkdtemp(join(await realpath(tmpdir()), 'portolan-test-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
