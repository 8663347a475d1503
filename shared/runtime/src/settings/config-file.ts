import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import * as z from 'zod';
import { SettingsError } from './settings-error.ts';
import type { SettingSpec } from './spec.ts';
import { wholePath } from './whole-path.ts';
import { whyUnreadable } from './why-unreadable.ts';
import { faultPlace, parse } from './yaml.ts';

const ConfigFile = z.record(z.string(), z.unknown());

/**
 * Reads a YAML or JSON settings file. Files and folders that it names start from its own folder, so that
 * it means the same wherever the server is started.
 *
 * @throws SettingsError when it cannot be read or does not hold an object
 */
export function readConfigFile(
  path: string,
  specs: readonly SettingSpec[],
): Readonly<Record<string, unknown>> {
  const folder = dirname(resolve(path));
  const byName = new Map(specs.flatMap((spec) => [[spec.key, spec] as const, [spec.flag, spec] as const]));
  return Object.fromEntries(
    Object.entries(readObject(path)).map(([name, value]) => {
      const spec = byName.get(name);
      return [name, spec ? withWholePaths(spec, value, folder) : value];
    }),
  );
}

function withWholePaths(spec: SettingSpec, value: unknown, folder: string): unknown {
  if (Array.isArray(value)) return value.map((item) => withWholePaths(spec, item, folder));
  return typeof value === 'string' ? wholePath(spec, value, folder) : value;
}

function readObject(path: string): Readonly<Record<string, unknown>> {
  const refuse = (rule: string, cause: unknown): never => {
    throw new SettingsError(`--config ${path}: ${rule}.`, { cause });
  };
  let text = '';
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    refuse(whyUnreadable(cause), cause);
  }
  try {
    return ConfigFile.parse(parse(text) ?? {});
  } catch (cause) {
    const place = faultPlace(cause);
    const rule = place ? `it is not valid YAML or JSON ${place}` : 'it must hold one YAML or JSON object';
    return refuse(rule, cause);
  }
}
