import type { AuthSettings } from '../auth/types.ts';
import type { CommonSettings } from './every-server.ts';
import { SettingsError } from './settings-error.ts';

/**
 * What the flags say of authentication.
 *
 * @throws SettingsError when an issuer comes without an audience, or the other way round
 */
export function authSettings(common: CommonSettings): AuthSettings {
  const { authIssuer: issuer, authAudience: audience, apiKeys } = common;
  if ((issuer === undefined) !== (audience === undefined)) {
    throw new SettingsError('--auth-issuer and --auth-audience go together: set both or none.');
  }
  return {
    ...(issuer !== undefined &&
      audience !== undefined && { oidc: { issuer, audience, rolesClaim: common.authRolesClaim } }),
    ...(apiKeys !== undefined && { apiKeysFile: apiKeys }),
  };
}
