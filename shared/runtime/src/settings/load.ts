import type * as z from 'zod';
import type { ServerModule } from '../definition/server.ts';
import { parseValue } from '../json/parse-value.ts';
import { type CommonSettings, commonSettings } from './every-server.ts';
import { shown } from './from-text.ts';
import { parseSettings, type SettingSources, type SettingValues } from './parse.ts';
import { SettingsError } from './settings-error.ts';
import type { SettingSpec } from './spec.ts';

/** All settings of a server, from wherever they came. */
export interface LoadedSettings {
  readonly common: CommonSettings;
  /** Valid input for the server's own config schema. */
  readonly own: SettingValues;
  /** Keys of what somebody set; the rest are defaults. */
  readonly given: ReadonlySet<string>;
  /** Values that must never be shown. */
  readonly secrets: readonly string[];
}

/**
 * Settings from flags, environment and config file, validated.
 *
 * @param known the settings as data, where somebody has them already
 * @throws SettingsError naming the flag, the value and the rule
 */
export async function loadSettings(
  server: Pick<ServerModule, 'name' | 'config'>,
  sources: Omit<SettingSources, 'file'>,
  known?: readonly SettingSpec[],
): Promise<LoadedSettings> {
  // A built server has them from its manifest and needs nothing that makes them.
  const specs = known ?? (await import('./server-specs.ts')).serverSpecs(server);
  const first = parseSettings(specs, sources);
  const path = first.config;
  const values = typeof path === 'string' ? await withConfigFile(specs, sources, path) : first;
  const own = pick(values, server.config);
  validate(server.config, own, specs);
  return {
    common: validate(commonSettings, pick(values, commonSettings), specs),
    own,
    given: new Set(Object.keys(values)),
    secrets: specs.flatMap(({ secret, key }) => {
      const value = values[key];
      return secret && typeof value === 'string' ? [value] : [];
    }),
  };
}

async function withConfigFile(
  specs: readonly SettingSpec[],
  sources: Omit<SettingSources, 'file'>,
  path: string,
): Promise<SettingValues> {
  const { readConfigFile } = await import('./config-file.ts');
  return parseSettings(specs, { ...sources, file: readConfigFile(path, specs) });
}

const pick = (values: SettingValues, schema: z.ZodObject): SettingValues =>
  Object.fromEntries(Object.entries(values).filter(([key]) => Object.hasOwn(schema.shape, key)));

function validate<Schema extends z.ZodObject>(
  schema: Schema,
  values: SettingValues,
  specs: readonly SettingSpec[],
): z.output<Schema> {
  const parsed = parseValue(schema, values);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const spec = specs.find(({ key }) => key === issue.path[0]);
    const value = spec && values[spec.key];
    const given = spec === undefined || value === undefined ? 'not set' : shown(spec, value);
    return `--${spec?.flag ?? issue.path.join('.')} is ${given}: ${issue.message}.`;
  });
  throw new SettingsError(problems.join('\n'));
}
