import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, type Logger } from '@portolan/runtime';
import { writePrivateFile } from '@portolan/runtime/private-file';
import * as z from 'zod';
import type { NameStore } from './people.ts';

/** Older names are asked for anew. */
const maxAgeMs = 24 * 3_600_000;
/** Names come in pages and one by one; they are written together. */
const saveDelayMs = 1_000;

const Kept = z.object({ at: z.number(), names: z.array(z.tuple([z.string(), z.string()])).max(20_000) });

export interface ClosableNameStore extends NameStore {
  /** Writes what is not written yet. */
  close(): Promise<void>;
}

/** Keeps names in a file of the folder, for one credential. A file that cannot be used costs a call, never an error. */
export function createNameStore(folder: string, id: string, log: Logger): ClosableNameStore {
  const file = join(folder, `names-${id}.json`);
  let waiting: NodeJS.Timeout | undefined;
  let latest: ReadonlyMap<string, string> | undefined;

  const write = async () => {
    clearTimeout(waiting);
    waiting = undefined;
    const names = latest;
    latest = undefined;
    if (names === undefined) return;
    try {
      await writePrivateFile(file, JSON.stringify({ at: Date.now(), names: [...names] }));
    } catch (error) {
      log.warning('The names of people cannot be kept.', { reason: String(errorCode(error)) });
    }
  };

  return {
    async load() {
      try {
        const kept = Kept.safeParse(JSON.parse(await readFile(file, 'utf8')));
        return kept.success && Date.now() - kept.data.at < maxAgeMs ? kept.data.names : [];
      } catch (error) {
        if (errorCode(error) !== 'ENOENT')
          log.debug('The kept names cannot be read.', { reason: String(errorCode(error)) });
        return [];
      }
    },
    save(names) {
      latest = names;
      waiting ??= setTimeout(() => void write(), saveDelayMs).unref();
    },
    close: write,
  };
}
