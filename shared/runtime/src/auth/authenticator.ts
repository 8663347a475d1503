import {
  bearerAuthChallengeResponse,
  OAuthError,
  OAuthErrorCode,
  verifyBearerToken,
} from '@modelcontextprotocol/server';
import type { Check } from '../definition/server.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { ApiKeyFile } from './api-key-file.ts';
import { rememberCaller } from './callers.ts';
import { bearerToken, credentialIn } from './credentials.ts';
import type { ResourceServer } from './oidc.ts';
import type { Authenticated, Authenticator, AuthSettings } from './types.ts';
import { IssuerUnavailable } from './types.ts';

/**
 * Makes what authenticates HTTP requests: access tokens of an issuer, API keys, or both.
 * Undefined when neither is set. The libraries it needs are loaded here, not at start.
 *
 * @throws AuthSettingsError when a setting cannot work
 */
export async function createAuthenticator(
  settings: AuthSettings,
  log: Logger,
): Promise<Authenticator | undefined> {
  const { oidc, apiKeysFile } = settings;
  if (oidc === undefined && apiKeysFile === undefined) return undefined;
  const tokens = oidc && (await import('./oidc.ts')).createResourceServer(oidc, log);
  const keys = apiKeysFile
    ? await (await import('./api-key-file.ts')).openApiKeyFile(apiKeysFile, log)
    : undefined;
  const requiredScopes = [...(oidc?.requiredScopes ?? [])];
  const challenge = {
    // Nothing is required of every call: the least of what there is lets a client begin.
    requiredScopes: requiredScopes.length > 0 ? requiredScopes : (oidc?.supportedScopes ?? []).slice(0, 1),
    ...(tokens && { resourceMetadataUrl: tokens.documents.url }),
  };
  return {
    async authenticate(headers) {
      try {
        const authenticated = await identify(credentialIn(headers), tokens, keys, requiredScopes);
        rememberCaller(authenticated.authInfo, authenticated.caller);
        return authenticated;
      } catch (error) {
        if (error instanceof OAuthError) return bearerAuthChallengeResponse(error, challenge);
        if (error instanceof IssuerUnavailable) {
          return (await import('./metadata-documents.ts')).unavailableResponse(error);
        }
        throw error;
      }
    },
    scopeChallenge: (scope) =>
      bearerAuthChallengeResponse(
        new OAuthError(OAuthErrorCode.InsufficientScope, `This call needs the scope ${scope}`),
        { ...challenge, requiredScopes: [scope] },
      ),
    wellKnown: async (request) => tokens?.documents.respond(request),
    metadataPaths: tokens ? [tokens.documents.path] : [],
    check: () => checks(tokens, keys),
  };
}

async function identify(
  credential: ReturnType<typeof credentialIn>,
  tokens: ResourceServer | undefined,
  keys: ApiKeyFile | undefined,
  requiredScopes: string[],
): Promise<Authenticated> {
  if (credential.kind === 'several')
    return refuse('Send either an Authorization or an X-API-Key header, not both');
  if (credential.kind === 'api_key') {
    return keys ? identifyKey(credential.key, keys) : refuse('API keys are not accepted here');
  }
  const header = credential.kind === 'authorization' ? credential.header : undefined;
  if (
    tokens &&
    (keys === undefined || header === undefined || (credential.kind === 'authorization' && credential.isJwt))
  ) {
    return identifyToken(header, tokens, requiredScopes);
  }
  if (header === undefined) return refuse('Missing Authorization or X-API-Key header');
  const token = bearerToken(header);
  if (token === undefined || keys === undefined)
    return refuse("Invalid Authorization header format, expected 'Bearer TOKEN'");
  return identifyKey(token, keys);
}

async function identifyToken(
  header: string | undefined,
  tokens: ResourceServer,
  requiredScopes: string[],
): Promise<Authenticated> {
  let verified: Authenticated | undefined;
  const verifyAccessToken = async (token: string) => {
    verified = await tokens.verify(token);
    return verified.authInfo;
  };
  await verifyBearerToken(header, { verifier: { verifyAccessToken }, requiredScopes });
  return verified ?? refuse('The token was not verified');
}

async function identifyKey(key: string, file: ApiKeyFile): Promise<Authenticated> {
  const found = (await file.current()).find(key, Date.now());
  if (found === 'expired') return refuse('The API key has expired');
  return found ?? refuse('The API key is not known');
}

async function checks(
  tokens: ResourceServer | undefined,
  keys: ApiKeyFile | undefined,
): Promise<readonly Check[]> {
  const found: Check[] = tokens ? [await tokens.check()] : [];
  if (keys) {
    const { count } = await keys.current();
    const problem = keys.problem();
    const detail = problem
      ? `The key file cannot be used (${problem}); the ${count} of before are in force.`
      : `${count} ${count === 1 ? 'key' : 'keys'}.`;
    found.push({ name: 'api-keys', ok: problem === undefined, detail });
  }
  return found;
}

function refuse(reason: string): never {
  throw new OAuthError(OAuthErrorCode.InvalidToken, reason);
}
