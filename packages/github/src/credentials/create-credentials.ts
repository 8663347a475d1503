import { readFile } from 'node:fs/promises';
import { type Caller, demandOwnToken, fail, SettingsError } from '@portolan/runtime';
import type { Settings } from '../config.ts';
import type { AppTokens } from './app-tokens.ts';
import { type AppSettings, readTenants, type Tenant, tenantOf } from './tenants.ts';
import { type Credential, type Credentials, kindOf } from './types.ts';

/** What the settings say a process works with: a token, or an App. */
type Own = { readonly token: string } | { readonly app: AppSettings } | undefined;

/**
 * The credential of each caller: over HTTP the token they brought, where the operator lets them bring one, else
 * what the file of tenants gives them, else that of the process. With a file of tenants nobody else gets the
 * credential of the process, and where tokens are to be brought nobody does, unless the operator said so.
 *
 * @throws SettingsError for settings that contradict each other
 */
export function createCredentials(
  settings: Settings,
  appTokens: AppTokens,
  env: NodeJS.ProcessEnv,
): Credentials {
  const own = ownCredential(settings);
  const tenants = settings.tenants === undefined ? undefined : readTenants(settings.tenants);
  const find = (caller: Caller): Promise<Credential> | Credential => {
    if (caller.ownToken !== undefined) return { ...credential(caller.ownToken.reveal()), own: true };
    const tenant = tenants && tenantOf(tenants, caller);
    if (tenant !== undefined) return ofTenant(tenant, appTokens, env);
    demandOwnToken(caller, settings);
    if (tenants === undefined || caller.kind === 'local') return ofProcess(own, appTokens);
    return fail('permission_denied', 'No credential for GitHub is set for you.', {
      next: 'Ask the operator to enter you, or one of your roles, in the file of tenants.',
    });
  };
  return { of: async (caller, signal) => endingWith(signal, async () => find(caller)) };
}

/** @throws SettingsError where only a part of an App is set */
export function ownCredential(settings: Settings): Own {
  const { appId, appPrivateKey, appInstallation } = settings;
  const parts = [appId, appPrivateKey, appInstallation].filter((part) => part !== undefined);
  const token = settings.token ?? settings.personalAccessToken;
  if (appId === undefined || appPrivateKey === undefined || appInstallation === undefined) {
    if (parts.length === 0) return token === undefined ? undefined : { token };
    throw new SettingsError(
      '--app-id, --app-private-key and --app-installation go together: set all or none.',
    );
  }
  if (token !== undefined) throw new SettingsError('Set either a token or a GitHub App, not both.');
  if (!/^\d+$/.test(appInstallation)) throw new SettingsError('--app-installation must be a number.');
  return { app: { id: appId, privateKey: appPrivateKey, installation: appInstallation } };
}

function ofProcess(own: Own, appTokens: AppTokens): Promise<Credential> | Credential {
  if (own === undefined) {
    return fail('permission_denied', 'No credential for GitHub is set.', {
      next: 'Ask the operator to set GITHUB_TOKEN, or a GitHub App.',
    });
  }
  return 'token' in own ? credential(own.token) : appTokens(own.app);
}

async function ofTenant(
  { tokenEnv, tokenFile, app }: Tenant,
  appTokens: AppTokens,
  env: NodeJS.ProcessEnv,
): Promise<Credential> {
  if (app !== undefined) return appTokens(app);
  const token = tokenEnv === undefined ? await readToken(tokenFile ?? '') : env[tokenEnv];
  if (token) return credential(token);
  return fail('permission_denied', 'Your credential for GitHub cannot be read.', {
    next: 'Ask the operator to check your entry in the file of tenants.',
  });
}

/** Read at each call, so that a changed secret is used at once; undefined where there is none. */
async function readToken(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text?.trim();
}

/** What is not one word of ASCII fits into no header, and the error of that would quote it. */
function credential(text: string): Credential {
  const secret = text.trim();
  if (/^[\x21-\x7e]+$/.test(secret)) return { secret, kind: kindOf(secret) };
  return fail('permission_denied', 'The credential for GitHub is no token: it has more than one word.', {
    next: 'Ask the operator to check the setting or the file that it comes from.',
  });
}

/** Ends the wait of one call; what others wait for goes on. */
async function endingWith<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  signal.throwIfAborted();
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
