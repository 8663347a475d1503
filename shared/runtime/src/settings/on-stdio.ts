import type { ServerModule } from '../definition/server.ts';
import type { CommonSettings } from './every-server.ts';
import type { LoadedSettings } from './load.ts';
import { SettingsError } from './settings-error.ts';

/**
 * Refuses the settings that mean something over HTTP alone and whose silence would mislead.
 *
 * @throws SettingsError
 */
export async function refuseOnStdio(
  { callerTokens }: Pick<ServerModule, 'callerTokens'>,
  { common, own }: LoadedSettings,
): Promise<void> {
  refuseAuthentication(common);
  if (callerTokens) (await import('../caller-token/settings.ts')).refuseCallerTokensOnStdio(own);
}

function refuseAuthentication(common: CommonSettings): void {
  const set = Object.entries({
    '--auth-issuer': common.authIssuer,
    '--auth-audience': common.authAudience,
    '--api-keys': common.apiKeys,
    '--auth-scopes': common.authScopes || undefined,
  }).find(([, value]) => value !== undefined);
  if (set === undefined) return;
  const [flag, value] = set;
  const given = value === true ? flag : `${flag} ${value}`;
  throw new SettingsError(
    `${given} needs --http: on stdio there is one caller, who started the server and is asked for no key or token. Set --http, or leave ${flag} out.`,
  );
}
