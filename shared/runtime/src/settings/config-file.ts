import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';
import { SettingsError } from './settings-error.ts';

const ConfigFile = z.record(z.string(), z.unknown());

/**
 * Reads a YAML or JSON settings file.
 *
 * @throws SettingsError when it cannot be read or does not hold an object
 */
export function readConfigFile(path: string): Readonly<Record<string, unknown>> {
  const refuse = (rule: string, cause: unknown): never => {
    throw new SettingsError(`--config is "${path}", but ${rule}.`, { cause });
  };
  let text = '';
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    refuse('the file cannot be read', cause);
  }
  try {
    return ConfigFile.parse(parse(text) ?? {});
  } catch (cause) {
    return refuse('the file must hold one YAML or JSON object', cause);
  }
}
