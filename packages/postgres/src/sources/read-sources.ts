import { SettingsError } from '@portolan/runtime';
import type { Config } from '../config.ts';
import { checkUrl } from './source-url.ts';
import type { SourceSettings } from './types.ts';

/**
 * The sources that the settings name; the one of the command line is called `main`.
 *
 * @throws SettingsError naming the source
 */
export function readSources(
  config: Config,
  env: Readonly<Record<string, string | undefined>>,
): readonly SourceSettings[] {
  const main =
    config.url === undefined || config.demo
      ? []
      : [settingsOf('main', config, checkUrl('The argument URL', config.url))];
  const named = Object.entries(config.sources ?? {}).map(([alias, { url, urlEnv, ...own }]) => {
    refuseTakenAlias(alias, config);
    const given = url ?? (urlEnv === undefined ? undefined : env[urlEnv]);
    if (given === undefined) {
      const why = urlEnv === undefined ? '' : `: ${urlEnv} is not set`;
      throw new SettingsError(
        `The source "${alias}" has no URL${why}. Give it url, or urlEnv with the name of an environment variable that holds one.`,
      );
    }
    const chosen = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
    return settingsOf(alias, { ...config, ...chosen }, checkUrl(`The url of the source "${alias}"`, given));
  });
  return [...main, ...named];
}

/** Two sources of one name would leave a caller, and a policy, with the one that is not meant. */
function refuseTakenAlias(alias: string, { url, demo }: Config): void {
  const taken = demo ? alias === 'demo' : alias === 'main' && url !== undefined;
  if (!taken) return;
  const by = demo ? 'the sample database of --demo has' : 'the database of the URL has';
  throw new SettingsError(
    `The source "${alias}" has the name that ${by}. Give it another, or leave the other out.`,
  );
}

/** The settings of the sample database; its URL only says where the data is not. */
export const readDemo = (config: Config): SourceSettings =>
  settingsOf('demo', config, 'postgresql://postgres@embedded/postgres');

type Chosen = Pick<Config, Exclude<keyof SourceSettings, 'alias' | 'url' | 'embedded'>>;

const settingsOf = (alias: string, config: Chosen, url: string): SourceSettings => ({
  alias,
  url,
  mode: config.mode,
  schemas: config.schemas,
  denySchemas: config.denySchemas,
  mask: config.mask,
  role: config.role,
  callerRoles: config.callerRoles ?? {},
  allowSuperuser: config.allowSuperuser,
  maxConnections: config.maxConnections,
  statementTimeoutMs: config.statementTimeoutMs,
  lockTimeoutMs: config.lockTimeoutMs,
  maxCost: config.maxCost,
});
