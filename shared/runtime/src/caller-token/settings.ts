import * as z from 'zod';
import type { SettingMeta } from '../settings/setting.ts';
import { SettingsError } from '../settings/settings-error.ts';

const about = (description: string, rest: SettingMeta = {}) => ({ ...rest, description });

/** For the `config` of a server that declares `callerTokens`. */
export const callerTokenSettings = {
  callerTokenHeader: z
    .string()
    .optional()
    .meta(
      about('Header in which callers over HTTP bring a token of their own, X-…; calls without are refused', {
        placeholder: 'NAME',
      }),
    ),
  callerTokenFallback: z
    .boolean()
    .default(false)
    .meta(about('Callers who bring no token of their own work with the credential of this server')),
};

const Settings = z.object(callerTokenSettings);
/** The values of `callerTokenSettings`. */
export type CallerTokenSettings = z.output<typeof Settings>;

/** Read by this server or by what stands before it, for something else. */
const taken: ReadonlySet<string> = new Set(['x-api-key', 'x-real-ip', 'x-request-id', 'x-accel-buffering']);
const name = /^x-[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?$/;

/**
 * The header in which callers bring tokens, in lower case; undefined where they do not.
 *
 * @param own the settings of the server alone
 * @throws SettingsError for a name that cannot be used, or settings that contradict each other
 */
export function callerTokenHeader(own: unknown): string | undefined {
  const { callerTokenHeader: given, callerTokenFallback } = Settings.parse(own);
  if (given === undefined) {
    if (!callerTokenFallback) return undefined;
    throw new SettingsError('--caller-token-fallback needs --caller-token-header.');
  }
  const header = given.toLowerCase();
  if (name.test(header) && !taken.has(header) && !header.startsWith('x-forwarded-')) return header;
  // By mistake it may be the token itself.
  throw new SettingsError(
    '--caller-token-header must be the name of a header of its own that begins with X-, such as X-Upstream-Token. Authorization and X-API-Key say who may use this server, and are never passed on.',
  );
}

/**
 * Refuses the settings where there are no requests with headers.
 *
 * @throws SettingsError
 */
export function refuseCallerTokensOnStdio(own: unknown): void {
  if (callerTokenHeader(own) === undefined) return;
  throw new SettingsError(
    '--caller-token-header needs --http: on stdio there is one caller, who sets the token of the server.',
  );
}
