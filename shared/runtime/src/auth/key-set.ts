import type { CryptoKey, FlattenedJWSInput, JWSHeaderParameters } from 'jose';
import { createLocalJWKSet, errors } from 'jose';
import * as z from 'zod';
import type { Logger } from '../telemetry/logger.ts';
import { fetchJson } from './fetch-json.ts';
import type { IssuerMetadata } from './issuer.ts';
import type { Refreshed } from './refreshed.ts';
import { Refreshed as RefreshedValue } from './refreshed.ts';
import { IssuerUnavailable } from './types.ts';

const jwksSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });
const minuteMs = 60_000;
/** How long a call with a key not seen before waits for a load that is paused. */
const patienceMs = 2_000;

type LocalKeySet = ReturnType<typeof createLocalJWKSet>;

/** Finds the key a token names. */
export type FindKey = (header: JWSHeaderParameters, token: FlattenedJWSInput) => Promise<CryptoKey>;

/**
 * An issuer's signing keys. A key not seen before makes one shared load, so a rollover loses no call;
 * after a load that did not bring it the next ones are spaced 1, 2, 4 … 30 seconds apart, so a flood
 * of made-up key names does not reach the issuer.
 */
export function createKeySet(
  metadata: Refreshed<IssuerMetadata>,
  log: Logger,
): { find: FindKey; ready(): Promise<void> } {
  const keys = new RefreshedValue<LocalKeySet>(
    async () => {
      const parsed = jwksSchema.safeParse(await fetchJson((await metadata.get()).jwksUri));
      if (!parsed.success) throw new Error('The issuer does not answer a JSON Web Key Set.');
      return createLocalJWKSet(parsed.data);
    },
    { freshMs: 10 * minuteMs, staleMs: 60 * minuteMs },
    (failure) =>
      log.warning('Signing keys could not be renewed; the known ones stay in use', {
        error: String(failure),
      }),
  );
  const current = () => keys.get().catch((cause: unknown) => unavailable(cause, keys.pauseMs));
  return {
    async ready() {
      await current();
    },
    async find(header, token) {
      const known = await current();
      try {
        return await known(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      }
      const renewed = await keys
        .again(patienceMs)
        .catch((cause: unknown) => unavailable(cause, keys.pauseMs));
      if (renewed === undefined) return unavailable(undefined, keys.pauseMs);
      try {
        const key = await renewed(header, token);
        keys.fruitful();
        return key;
      } catch (error) {
        keys.fruitless();
        throw error;
      }
    },
  };
}

function unavailable(cause: unknown, pauseMs: number): never {
  const reason = cause instanceof Error ? cause.message : 'it was asked for an unknown key a moment ago.';
  throw new IssuerUnavailable(
    `The signing keys of the issuer cannot be had: ${reason}`,
    Math.max(1_000, pauseMs),
    cause,
  );
}
