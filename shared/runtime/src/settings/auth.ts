import type { AuthSettings } from '../auth/types.ts';
import { effectScopes } from '../policy/scope-policy.ts';
import type { CommonSettings } from './every-server.ts';
import { SettingsError } from './settings-error.ts';

/**
 * What the flags say of authentication.
 *
 * @throws SettingsError when an issuer comes without an audience, or the other way round, and for scopes of nobody
 */
export function authSettings(common: CommonSettings): AuthSettings {
  const { authIssuer: issuer, authAudience: audience, apiKeys } = common;
  if ((issuer === undefined) !== (audience === undefined)) {
    throw new SettingsError('--auth-issuer and --auth-audience go together: set both or none.');
  }
  if (common.authScopes && issuer === undefined) {
    throw new SettingsError(
      '--auth-scopes needs --auth-issuer: it asks for scopes of access tokens, and of API keys for nothing. Limit keys with --policy.',
    );
  }
  return {
    ...(issuer !== undefined &&
      audience !== undefined && {
        oidc: {
          issuer,
          audience,
          rolesClaim: common.authRolesClaim,
          ...(common.authScopes && { supportedScopes: Object.values(effectScopes) }),
        },
      }),
    ...(apiKeys !== undefined && { apiKeysFile: apiKeys }),
  };
}
