import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ProgramLanes } from '@portolan/runtime/programs';
import { ObjectReader, type ObjectReaderOptions } from '../running/object-reader.ts';
import { findGit } from '../running/program.ts';
import type { Place } from './locate.ts';

/** Repositories with processes that stay. */
const MAX_REPOSITORIES = 8;

/** What stays between the calls on one repository. */
export interface Standing {
  readonly reader: ObjectReader;
  readonly lanes: ProgramLanes;
}

/** What stays of the repositories that were asked last. */
export interface StandingPool {
  /**
   * What stays of a repository; new where it is no longer the one the old was started on.
   *
   * @param identity what the preflight found
   */
  of(key: string, identity: string, place: Place, options: ObjectReaderOptions): Standing;
  /** Ends all of it. */
  close(): void;
}

export function createStandingPool(): StandingPool {
  const pool = new Map<string, Standing & { readonly state: string }>();
  const end = ({ reader, lanes }: Standing) => {
    reader.close();
    lanes.close();
  };
  return {
    of(key, identity, place, options) {
      const state = `${identity}|${replacements(place)}`;
      const known = pool.get(key);
      if (known && known.state !== state) end(known);
      const { env } = options;
      const entry =
        known?.state === state
          ? known
          : {
              state,
              reader: new ObjectReader(options),
              lanes: new ProgramLanes({ program: findGit(), env }),
            };
      // The one asked last is the last to go.
      pool.delete(key);
      pool.set(key, entry);
      const [oldest] = pool.values();
      const [oldestKey] = pool.keys();
      if (pool.size > MAX_REPOSITORIES && oldest !== undefined && oldestKey !== undefined) {
        end(oldest);
        pool.delete(oldestKey);
      }
      return entry;
    },
    close() {
      for (const entry of pool.values()) end(entry);
      pool.clear();
    },
  };
}

/** Git reads what replaces objects once, when it starts. */
function replacements({ commonDir }: Place): string {
  const states = ['refs/replace', 'packed-refs'].map((name) => {
    const stat = statSync(join(commonDir, name), { bigint: true, throwIfNoEntry: false });
    return stat ? `${stat.ino}:${stat.mtimeNs}` : '';
  });
  return states.join('|');
}
