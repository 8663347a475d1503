import type { CallBasics, Caller } from '@portolan/runtime';
import { createIdleMap } from '@portolan/runtime/cache';
import type { AnswerHeaders } from '@portolan/runtime/upstream';
import type { Credential } from '../credentials/types.ts';
import { type Need, type Rights, suffices } from './needs.ts';

/** Of each caller some hundred bytes; who was not here for half a day tells them anew with the first answer. */
const remembered = { most: 10_000, idleMs: 12 * 3_600_000 };

/** What the callers' credentials turned out to be good for. */
export interface Abilities {
  /** Learns from an answer; tells clients when the list of tools changes by it. */
  learn(
    call: Pick<CallBasics, 'caller'> & Partial<Pick<CallBasics, 'toolListChanged'>>,
    credential: Credential,
    headers: AnswerHeaders,
  ): void;
  /** What is known of a caller's rights; undefined before the first answer. */
  of(caller: Caller): Rights | undefined;
  offers(caller: Caller, need: Need): boolean;
}

/** @param needs what all the tools need: whether any is affected decides whether clients are told */
export function createAbilities(needs: readonly Need[]): Abilities {
  const known = createIdleMap<{ rights: Rights }>(remembered);
  const of = ({ id }: Caller) => known.find(id)?.rights;
  return {
    learn({ caller, toolListChanged }, { permissions }, headers) {
      const scopes = scopesIn(headers);
      if (scopes === undefined && permissions === undefined) return;
      const rights = { scopes, permissions };
      const holder = known.use(caller.id, () => ({ rights: {} }));
      const before = holder.rights;
      holder.rights = rights;
      if (needs.some((need) => suffices(before, need) !== suffices(rights, need))) toolListChanged?.();
    },
    of,
    offers: (caller, need) => suffices(of(caller) ?? {}, need),
  };
}

/** Only classic and OAuth tokens have scopes, and every answer to them lists them, if as an empty text. */
function scopesIn(headers: AnswerHeaders): readonly string[] | undefined {
  const value = headers.get('x-oauth-scopes');
  return value
    ?.split(',')
    .map((scope) => scope.trim())
    .filter((scope) => scope !== '');
}
