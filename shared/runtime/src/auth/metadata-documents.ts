import type { AuthMetadataOptions, OAuthMetadata } from '@modelcontextprotocol/server';
import {
  buildOAuthProtectedResourceMetadata,
  getOAuthProtectedResourceMetadataUrl,
  oauthMetadataResponse,
} from '@modelcontextprotocol/server';
import { isSecureUrl } from './issuer.ts';
import type { IssuerSettings } from './types.ts';
import { AuthSettingsError, IssuerUnavailable } from './types.ts';

const resourcePath = '/.well-known/oauth-protected-resource';
const serverPath = '/.well-known/oauth-authorization-server';

/** The documents under `/.well-known/`; `respond` gives undefined for any other path. */
export interface MetadataDocuments {
  /** Where the RFC 9728 document is, for challenges. */
  readonly url: string;
  /** The same document at the root. */
  readonly path: string;
  respond(request: Request): Promise<Response | undefined>;
}

/**
 * The documents by which a client finds the authorization server: RFC 9728 at the path of the resource
 * and at the root, and a mirror of the issuer's RFC 8414 document for older clients.
 *
 * @param published reads the issuer's own metadata
 * @throws AuthSettingsError when the settings cannot give a valid document
 */
export function createMetadataDocuments(
  settings: IssuerSettings,
  published: () => Promise<OAuthMetadata>,
): MetadataDocuments {
  const resource = resourceUrl(settings);
  const options = (oauthMetadata: OAuthMetadata): AuthMetadataOptions => ({
    oauthMetadata,
    resourceServerUrl: resource,
    scopesSupported: [...new Set([...(settings.requiredScopes ?? []), ...(settings.supportedScopes ?? [])])],
  });
  // The RFC 9728 document needs only the issuer's name, so it is served while the issuer is away.
  const named = options({
    issuer: settings.issuer,
    authorization_endpoint: settings.issuer,
    token_endpoint: settings.issuer,
    response_types_supported: [],
  });
  try {
    buildOAuthProtectedResourceMetadata(named);
  } catch (cause) {
    const rule = cause instanceof Error ? cause.message : String(cause);
    throw new AuthSettingsError(`--auth-issuer ${settings.issuer}: ${rule}.`, { cause });
  }
  const url = getOAuthProtectedResourceMetadataUrl(resource);
  return {
    url,
    path: resourcePath,
    async respond(request) {
      const { pathname } = new URL(request.url);
      if (pathname === resourcePath) return oauthMetadataResponse(new Request(url, request), named);
      if (pathname.startsWith(resourcePath)) return oauthMetadataResponse(request, named);
      if (pathname !== serverPath) return undefined;
      try {
        return oauthMetadataResponse(request, options(await published()));
      } catch (error) {
        if (error instanceof IssuerUnavailable) return unavailableResponse(error);
        throw error;
      }
    },
  };
}

function resourceUrl({ resource, audience, issuer }: IssuerSettings): URL {
  if (!URL.canParse(issuer)) throw new AuthSettingsError(`--auth-issuer ${issuer}: it must be a URL.`);
  if (!isSecureUrl(issuer)) {
    throw new AuthSettingsError(`--auth-issuer ${issuer}: it must be https, except on this machine.`);
  }
  const url = URL.parse(resource ?? audience);
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new AuthSettingsError(
    `--auth-audience ${audience}: clients find this server by its public URL, so the audience must be that URL, or the resource must be set beside it.`,
  );
}

/** 503 with a reason: a client that got 401 instead would throw a good token away. */
export function unavailableResponse(error: IssuerUnavailable): Response {
  const seconds = Math.ceil(error.retryAfterMs / 1_000);
  return Response.json(
    { error: 'temporarily_unavailable', error_description: `${error.message} Try again in ${seconds} s.` },
    { status: 503, headers: { 'Retry-After': String(seconds) } },
  );
}
