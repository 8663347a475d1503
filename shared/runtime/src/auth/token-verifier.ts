import type { AuthInfo } from '@modelcontextprotocol/server';
import { OAuthError, OAuthErrorCode } from '@modelcontextprotocol/server';
import type { JWTPayload } from 'jose';
import { decodeJwt, errors, jwtVerify } from 'jose';
import type { Caller } from '../definition/context.ts';
import { rolesIn, scopesIn, textClaim } from './claims.ts';
import type { FindKey } from './key-set.ts';
import type { Authenticated, IssuerSettings } from './types.ts';
import { IssuerUnavailable } from './types.ts';

/** RFC 7518 and RFC 8037 signature algorithms with a public key; a shared-secret one is never accepted. */
export const asymmetricAlgorithms: readonly string[] = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];
/** Real access tokens are 1–4 KB; a proxy's usual limit for all headers is 8 KB. */
const maxTokenLength = 8_192;
/** Allowed difference between the issuer's clock and ours, for `nbf`; `exp` has none. */
const clockToleranceSeconds = 5;

/** Checks access tokens of one issuer for one audience. */
export function createTokenVerifier(settings: IssuerSettings, find: FindKey, resourceMetadataUrl: string) {
  const algorithms = [...(settings.algorithms ?? asymmetricAlgorithms)];
  const { issuer, audience } = settings;
  return async (token: string): Promise<Authenticated> => {
    if (token.length > maxTokenLength) refuse(`The token is longer than ${maxTokenLength} characters`);
    try {
      // A token of someone else must not make us ask our issuer for its key.
      const { iss, exp } = decodeJwt(token);
      if (iss !== issuer) refuse('The token is from another issuer');
      // Nor is a key needed to say so: an expired token is refused, and ends its streams, while the issuer is away.
      if (typeof exp === 'number' && exp * 1_000 <= Date.now()) refuse('The token has expired');
      const { payload } = await jwtVerify(token, find, {
        issuer,
        audience,
        algorithms,
        clockTolerance: clockToleranceSeconds,
        requiredClaims: ['exp'],
      });
      return describe(payload, settings, resourceMetadataUrl);
    } catch (error) {
      if (error instanceof OAuthError || error instanceof IssuerUnavailable) throw error;
      return refuse(reasonFor(error));
    }
  };
}

function describe(claims: JWTPayload, settings: IssuerSettings, resourceMetadataUrl: string): Authenticated {
  const clientId = textClaim(claims, 'client_id') ?? textClaim(claims, 'azp');
  // RFC 7519 makes it text; as text, all objects would be one caller.
  const subject: unknown = claims.sub ?? clientId;
  if (typeof subject !== 'string' || subject === '') return refuse('The token names no subject');
  const scopes = scopesIn(claims);
  const caller: Caller = {
    id: `token:${subject}`,
    kind: 'token',
    roles: rolesIn(claims, settings.rolesClaim ?? 'roles'),
    scopes,
  };
  const authInfo: AuthInfo = {
    token: 'withheld',
    clientId: clientId ?? subject,
    scopes,
    resourceMetadataUrl,
    ...(claims.exp !== undefined && { expiresAt: claims.exp }),
  };
  return { caller, authInfo };
}

/** Our own words for each fault: a library's message may quote the token. */
function reasonFor(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'The token has expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud') return 'The token is for another audience';
    if (error.claim === 'nbf') return 'The token is not valid yet';
    if (error.claim === 'exp') return 'The token has no expiration time';
    return 'A claim of the token is not acceptable';
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return 'The signature algorithm is not allowed';
  if (error instanceof errors.JWKSNoMatchingKey)
    return 'The token is signed with a key the issuer does not have';
  if (error instanceof errors.JWKSMultipleMatchingKeys) return 'The token does not say which key signed it';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'The signature of the token is wrong';
  return 'The token is malformed';
}

function refuse(reason: string): never {
  throw new OAuthError(OAuthErrorCode.InvalidToken, reason);
}
