import { createHash, randomUUID } from 'node:crypto';
import { createRequestStateCodec, type ServerContext } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { USER_TIME_MS } from '../engine/request.ts';
import { createMemorySpentStates, type SpentStates } from './spent-states.ts';

const Rounds = z.object({
  /** Names the state, so that a confirmation in it counts once. */
  id: z.string(),
  /** Which call the answers belong to: an answer to one call must not confirm another. */
  call: z.string(),
  answers: z.record(z.string(), z.unknown()),
});

/** What a call has learned from its user so far; it travels through the client, signed. */
export type Rounds = z.output<typeof Rounds>;

/** Seals what a call has learned, so that a client can carry it and not change it. */
export interface RoundsCodec {
  mint(rounds: Omit<Rounds, 'id'>): Promise<string>;
  /** @throws Error when the state was not minted with this key, or too long ago */
  verify(state: string, context: ServerContext): Promise<Rounds>;
  /** Whether the answers in this state may still confirm something; true once. */
  spend(id: string): Promise<boolean>;
}

/**
 * @param key at least 32 bytes; replicas that may see each other's calls share it
 * @param spentFor makes what remembers the spent states, of how long they are valid in milliseconds
 */
export function createRoundsCodec(
  key: Uint8Array | string,
  spentFor: (ttlMs: number) => SpentStates = createMemorySpentStates,
): RoundsCodec {
  const spent = spentFor(USER_TIME_MS);
  const codec = createRequestStateCodec<Rounds>({ key, ttlSeconds: USER_TIME_MS / 1_000 });
  return {
    mint: (rounds) => codec.mint({ id: randomUUID(), ...rounds }),
    verify: async (state, context) => Rounds.parse(await codec.verify(state, context)),
    spend: (id) => spent.spend(id),
  };
}

/** Identifies a call by the server, which may share its key with others, who makes it, what it calls and how. */
export function callFingerprint(server: string, callerId: string, method: string, params: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([server, callerId, method, params]))
    .digest('base64url');
}
