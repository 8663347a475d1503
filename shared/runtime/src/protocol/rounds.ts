import { createHash } from 'node:crypto';
import { createRequestStateCodec, type ServerContext } from '@modelcontextprotocol/server';
import * as z from 'zod';

/** How long a user may take to answer one question, seconds. */
const ROUND_TTL_SECONDS = 600;

const Rounds = z.object({
  /** Which call the answers belong to: an answer to one call must not confirm another. */
  call: z.string(),
  answers: z.record(z.string(), z.unknown()),
});

/** What a call has learned from its user so far; it travels through the client, signed. */
export type Rounds = z.output<typeof Rounds>;

export interface RoundsCodec {
  mint(rounds: Rounds): Promise<string>;
  /** @throws Error when the state was not minted with this key, or too long ago */
  verify(state: string, context: ServerContext): Promise<Rounds>;
}

/** @param key at least 32 bytes; replicas that may see each other's calls share it */
export function createRoundsCodec(key: Uint8Array | string): RoundsCodec {
  const codec = createRequestStateCodec<Rounds>({ key, ttlSeconds: ROUND_TTL_SECONDS });
  return {
    mint: (rounds) => codec.mint(rounds),
    verify: async (state, context) => Rounds.parse(await codec.verify(state, context)),
  };
}

/** Identifies a call by who makes it, what it calls and with which arguments. */
export function callFingerprint(callerId: string, method: string, params: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([callerId, method, params]))
    .digest('base64url');
}
