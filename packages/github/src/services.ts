import { type CallContext, compileGlob, type ServerStart, SettingsError } from '@portolan/runtime';
import { type Abilities, createAbilities } from './abilities/abilities.ts';
import type { Need } from './abilities/needs.ts';
import { apiAddress } from './client/api-address.ts';
import { createGitHub } from './client/create-github.ts';
import { createGitHubUpstream } from './client/create-upstream.ts';
import type { GitHub, GitHubCall } from './client/types.ts';
import type { Settings } from './config.ts';
import { createAppTokens } from './credentials/app-tokens.ts';
import { createCredentials, ownCredential } from './credentials/create-credentials.ts';
import { readTenants } from './credentials/tenants.ts';
import { createLockdown, type Lockdown } from './lockdown/lockdown.ts';

/** What tools, resources and prompts get beside the call itself. */
export interface Services {
  readonly settings: Settings;
  readonly github: GitHub;
  readonly lockdown: Lockdown;
  readonly abilities: Abilities;
}

export type Context = CallContext<Services>;

/** What the `run` of a tool gets: the call, the services, and GitHub with the caller's credential. */
export type ToolContext = Context & GitHubCall;

/** @throws SettingsError for a host that may not be asked, or credentials that contradict each other */
export function createServices(
  settings: Settings,
  needs: readonly Need[],
  { log, signal }: Pick<ServerStart, 'log' | 'signal'>,
): Services {
  const address = apiAddress(settings);
  const upstream = createGitHubUpstream(address, settings, log);
  const abilities = createAbilities(needs);
  const credentials = createCredentials(settings, createAppTokens(upstream, address, signal), process.env);
  return {
    settings,
    github: createGitHub(address, upstream, credentials, abilities, log),
    abilities,
    lockdown: createLockdown(settings.lockdown),
  };
}

/**
 * Checks at the start what would else fail at the first call.
 *
 * @throws SettingsError
 */
export function checkSettings(settings: Settings): void {
  apiAddress(settings);
  ownCredential(settings);
  if (settings.tenants !== undefined) readTenants(settings.tenants);
  for (const pattern of settings.rawPaths) checkPattern(pattern);
}

function checkPattern(pattern: string): void {
  try {
    compileGlob(pattern);
  } catch (error) {
    const rule = error instanceof Error ? error.message : 'it cannot be used';
    throw new SettingsError(`--raw-paths ${pattern}: ${rule}.`);
  }
}
