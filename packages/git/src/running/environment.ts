import { delimiter } from 'node:path';
import { absoluteFolders } from '@portolan/runtime/programs';
import { overrides, type Setting } from './overrides.ts';

export interface EnvironmentOptions {
  readonly allowHooks: boolean;
  readonly trustOwners: boolean;
  readonly credentialHelper?: string | undefined;
}

/** A folder that is nowhere, so that nothing is read from a home. */
const NO_HOME = '/nonexistent';

/**
 * The whole environment of a git child. Nothing is inherited but where programs are, and for hooks and remotes
 * the home and the SSH agent: neither `GIT_*` nor `LD_*` of the server's own environment gets through.
 */
export function gitEnvironment(
  options: EnvironmentOptions,
  settings: readonly Setting[] = [],
): Readonly<Record<string, string>> {
  return {
    PATH: absoluteFolders().join(delimiter),
    HOME: (options.allowHooks ? process.env.HOME : undefined) ?? NO_HOME,
    XDG_CONFIG_HOME: NO_HOME,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: 'true',
    GIT_EDITOR: 'true',
    GIT_SEQUENCE_EDITOR: 'true',
    GIT_PAGER: 'cat',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_NO_LAZY_FETCH: '1',
    // No such protocol exists: what may reach a remote says which it needs.
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_PROTOCOL_FROM_USER: '0',
    GIT_SSH_COMMAND: 'ssh -oBatchMode=yes -oStrictHostKeyChecking=yes',
    GIT_SSH_VARIANT: 'ssh',
    ...configuration([...overrides(options), ...settings]),
  };
}

/** Settings at the scope of the command line, over those of the repository, without showing in `ps`. */
function configuration(settings: readonly Setting[]): Record<string, string> {
  const pairs = settings.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key] as const,
    [`GIT_CONFIG_VALUE_${index}`, value] as const,
  ]);
  return { GIT_CONFIG_COUNT: `${settings.length}`, ...Object.fromEntries(pairs) };
}

/** What a command that talks to a remote gets besides: one protocol, and the keys of the SSH agent. */
export function remoteEnvironment(protocol: string): Readonly<Record<string, string>> {
  const agent = process.env.SSH_AUTH_SOCK;
  return {
    GIT_ALLOW_PROTOCOL: protocol,
    ...(process.env.HOME !== undefined && { HOME: process.env.HOME }),
    ...(agent !== undefined && { SSH_AUTH_SOCK: agent }),
  };
}
