import type { CallContext, Logger } from '@portolan/runtime';
import { apiAddress } from './client/api-address.ts';
import { createGitHub } from './client/create-github.ts';
import type { GitHub, GitHubCall } from './client/types.ts';
import type { Settings } from './config.ts';
import { createCredentials } from './credentials/create-credentials.ts';
import { createLockdown, type Lockdown } from './lockdown/lockdown.ts';

/** What tools, resources and prompts get beside the call itself. */
export interface Services {
  readonly settings: Settings;
  readonly github: GitHub;
  readonly lockdown: Lockdown;
}

export type Context = CallContext<Services>;

/** What the `run` of a tool gets: the call, the services, and GitHub with the caller's credential. */
export type ToolContext = Context & GitHubCall;

/** @throws SettingsError for a host that may not be asked */
export function createServices(settings: Settings, log: Logger): Services {
  const credentials = createCredentials(settings);
  return {
    settings,
    github: createGitHub(apiAddress(settings), credentials, settings, log),
    lockdown: createLockdown(settings.lockdown),
  };
}
