import { ToolError } from '@portolan/runtime';
import { cleanProse } from '@portolan/runtime/untrusted-text';
import { TimeRanOut, withTimeout } from '@portolan/runtime/upstream';
import * as z from 'zod';
import type { SlackClient } from '../api/client.ts';
import { ResponseMetadata, User } from './shapes.ts';

export const UserPage = z.looseObject({ members: z.array(User), response_metadata: ResponseMetadata });
const UserAnswer = z.looseObject({ user: User });

/** What is kept of a person. */
const longestName = 80;
/** One page resolves everybody in most workspaces; in a large one the rest is asked for one by one. */
const pageSize = 1_000;
const mostSingleLookups = 20;
/** An answer does not wait longer for names, and after a failure goes without them for a while. */
const longestWaitMs = 4_000;
const pauseMs = 60_000;

/** Names of people by id, asked for when they are needed and bounded in number. */
export interface People {
  /**
   * Looks up the names of these people, as far as that is cheap; an id without a name stays an id. Never fails for
   * lack of a scope.
   */
  resolve(ids: Iterable<string>, signal: AbortSignal): Promise<void>;
  name(id: string): string | undefined;
  /** Keeps what another answer told. */
  learn(users: readonly User[]): void;
}

/** Where names stay between runs. */
export interface NameStore {
  load(): Promise<readonly (readonly [string, string])[]>;
  save(names: ReadonlyMap<string, string>): void;
}

export interface PeopleOptions {
  /** How many are kept. 20,000, the default, take about 5 MB. */
  readonly mostNames?: number;
  readonly now?: () => number;
}

/** How a person is called: the name they chose, else their own, else the account's. */
export const nameOf = ({ profile, real_name, name, id }: User): string =>
  cleanProse(profile?.display_name || profile?.real_name || real_name || name || id)
    .replaceAll(/\s+/g, ' ')
    .slice(0, longestName);

export function createPeople(
  client: SlackClient,
  store: NameStore | undefined,
  { mostNames = 20_000, now = () => performance.now() }: PeopleOptions = {},
): People {
  // Ordered by arrival: the first key is the oldest.
  const names = new Map<string, string>();
  let started = false;
  let pausedUntil = 0;

  const learn = (users: readonly User[]) => {
    keepNames(names, users, mostNames);
    store?.save(names);
  };

  const firstPage = async (signal: AbortSignal) => {
    for (const [id, name] of (await store?.load()) ?? []) names.set(id, name);
    if (names.size > 0) return;
    learn((await client.call('users.list', { limit: pageSize }, UserPage, signal)).members);
  };
  const one = async (id: string, signal: AbortSignal) => {
    learn([(await client.call('users.info', { user: id }, UserAnswer, signal)).user]);
  };

  return {
    learn,
    name: (id) => names.get(id),
    async resolve(ids, signal) {
      const unknown = () => [...new Set(ids)].filter((id) => id !== '' && !names.has(id));
      if (now() < pausedUntil || unknown().length === 0) return;
      try {
        await withTimeout(longestWaitMs, signal, async (own) => {
          if (!started) await firstPage(own);
          started = true;
          await Promise.all(
            unknown()
              .slice(0, mostSingleLookups)
              .map((id) => one(id, own)),
          );
        });
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof ToolError || error instanceof TimeRanOut)) throw error;
        // Without names an answer still says everything.
        pausedUntil = now() + (isMissingScope(error) ? Number.POSITIVE_INFINITY : pauseMs);
      }
    },
  };
}

function keepNames(names: Map<string, string>, users: readonly User[], mostNames: number): void {
  for (const user of users) {
    names.delete(user.id);
    names.set(user.id, nameOf(user));
  }
  for (const id of names.keys()) {
    if (names.size <= mostNames) break;
    names.delete(id);
  }
}

const isMissingScope = (error: Error) =>
  error instanceof ToolError && error.data?.slackError === 'missing_scope';
