import { type CallerTokens, createCallerTokens } from '../caller-token/caller-tokens.ts';
import { callerTokenHeader } from '../caller-token/settings.ts';
import type { ServerModule } from '../definition/server.ts';
import type { LoadedSettings } from '../settings/load.ts';

/**
 * What takes the tokens that callers bring; undefined where they bring none.
 *
 * @throws SettingsError
 */
export function assembleCallerTokens(
  { callerTokens: form }: Pick<ServerModule, 'callerTokens'>,
  { own, common }: Pick<LoadedSettings, 'own' | 'common'>,
): CallerTokens | undefined {
  if (form === undefined) return undefined;
  const header = callerTokenHeader(own);
  return header === undefined ? undefined : createCallerTokens({ header, form, stateKey: common.stateKey });
}
