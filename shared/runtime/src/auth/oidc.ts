import type { OAuthMetadata } from '@modelcontextprotocol/server';
import type { Check } from '../definition/server.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { IssuerMetadata } from './issuer.ts';
import { discover } from './issuer.ts';
import { createKeySet } from './key-set.ts';
import type { MetadataDocuments } from './metadata-documents.ts';
import { createMetadataDocuments } from './metadata-documents.ts';
import { Refreshed } from './refreshed.ts';
import { cacheTokens } from './token-cache.ts';
import { asymmetricAlgorithms, createTokenVerifier } from './token-verifier.ts';
import type { Authenticated, IssuerSettings } from './types.ts';
import { AuthSettingsError, IssuerUnavailable } from './types.ts';

const hourMs = 3_600_000;

/** Checks the access tokens of one issuer. */
export interface ResourceServer {
  readonly documents: MetadataDocuments;
  /** @throws OAuthError for a bad token, IssuerUnavailable when it cannot be told */
  verify(token: string): Promise<Authenticated>;
  check(): Promise<Check>;
}

/** An OAuth 2 resource server for one issuer. Starts to fetch the keys, without waiting for them. */
export function createResourceServer(settings: IssuerSettings, log: Logger): ResourceServer {
  const refused = settings.algorithms?.find((name) => !asymmetricAlgorithms.includes(name));
  if (refused !== undefined) {
    throw new AuthSettingsError(
      `Signature algorithm ${refused} is not allowed: use one of ${asymmetricAlgorithms.join(', ')}.`,
    );
  }
  const metadata = new Refreshed<IssuerMetadata>(
    () => discover(settings.issuer),
    { freshMs: hourMs, staleMs: 24 * hourMs },
    (failure) =>
      log.warning('Issuer metadata could not be renewed; the known one stays in use', {
        error: String(failure),
      }),
  );
  const published = (): Promise<OAuthMetadata> =>
    metadata.get().then(
      (found) => found.published,
      (cause: unknown) => {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new IssuerUnavailable(reason, Math.max(1_000, metadata.pauseMs), cause);
      },
    );
  const documents = createMetadataDocuments(settings, published);
  const keys = createKeySet(metadata, log);
  const check = async (): Promise<Check> => {
    try {
      await keys.ready();
      return { name: 'auth-issuer', ok: true, detail: `The signing keys of ${settings.issuer} are loaded.` };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { name: 'auth-issuer', ok: false, detail: `${reason} Check --auth-issuer and the network.` };
    }
  };
  void check().then((first) => {
    if (!first.ok)
      log.error('Token issuer is not usable yet; calls with tokens get 503', { detail: first.detail });
  });
  return { documents, verify: cacheTokens(createTokenVerifier(settings, keys.find, documents.url)), check };
}
