import type { ServerModule } from '../definition/server.ts';
import { httpAlone } from './http-alone.ts';
import type { LoadedSettings } from './load.ts';
import { SettingsError } from './settings-error.ts';

/**
 * Refuses the settings that mean something over HTTP alone and whose silence would mislead.
 *
 * @throws SettingsError
 */
export async function refuseOnStdio(
  { callerTokens }: Pick<ServerModule, 'callerTokens'>,
  settings: LoadedSettings,
): Promise<void> {
  refuseHttpAlone(settings);
  if (callerTokens) (await import('../caller-token/settings.ts')).refuseCallerTokensOnStdio(settings.own);
}

/** A default was set by nobody; a switch that is off and an empty list ask for nothing. */
function refuseHttpAlone({ common, given }: LoadedSettings): void {
  for (const { key, flag, onStdio } of httpAlone) {
    const value = common[key];
    if (!given.has(key) || value === false || String(value) === '') continue;
    const words = value === true ? flag : `${flag} ${value}`;
    throw new SettingsError(`${words} needs --http: on stdio ${onStdio}. Set --http, or leave ${flag} out.`);
  }
}
