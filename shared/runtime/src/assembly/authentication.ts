import { createAuthenticator } from '../auth/authenticator.ts';
import type { Authenticator } from '../auth/types.ts';
import { bindProblem } from '../http/bind.ts';
import { authSettings } from '../settings/auth.ts';
import type { CommonSettings } from '../settings/every-server.ts';
import { SettingsError } from '../settings/settings-error.ts';
import type { Logger } from '../telemetry/logger.ts';

/**
 * What establishes the callers of `--http`; undefined where nobody has to say who they are.
 *
 * @throws SettingsError for a setting that cannot work, and for an address others reach without authentication
 */
export async function assembleAuthentication(
  common: CommonSettings,
  log: Logger,
): Promise<Authenticator | undefined> {
  const authenticator = await createAuthenticator(authSettings(common), log);
  const problem = bindProblem(common.host, authenticator !== undefined);
  if (problem) throw new SettingsError(problem);
  return authenticator;
}
