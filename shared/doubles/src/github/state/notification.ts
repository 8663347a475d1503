import type { Account } from './account.ts';
import { per } from './per.ts';
import type { Repo } from './repository.ts';
import type { World } from './world.ts';

export interface Notification {
  readonly id: number;
  readonly repo: Repo;
  /** The number of the issue or pull request it is about. */
  readonly number: number;
  readonly reason: string;
  unread: boolean;
  readonly updatedAt: string;
  lastReadAt: string | null;
  ignored: boolean;
  subscribed: boolean;
}

export const notificationsOf = per((_account: Account) => new Map<number, Notification>());

/** Tells somebody of an issue or a pull request. */
export function notify(
  world: World,
  account: Account,
  repo: Repo,
  number: number,
  reason = 'mention',
): Notification {
  const made: Notification = {
    id: world.nextId(),
    repo,
    number,
    reason,
    unread: true,
    updatedAt: world.clock.tick(),
    lastReadAt: null,
    ignored: false,
    subscribed: true,
  };
  notificationsOf(account).set(made.id, made);
  return made;
}
