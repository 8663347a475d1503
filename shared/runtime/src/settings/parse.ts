import { statSync } from 'node:fs';
import { nearest } from '../call/nearest.ts';
import { commandMeant } from '../commands/names.ts';
import { type Found, readFlags } from './flags.ts';
import { fromText, shown } from './from-text.ts';
import { SettingsError } from './settings-error.ts';
import type { SettingSpec } from './spec.ts';

/** Where settings come from. */
export interface SettingSources {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The parsed config file, by setting key or by flag name; its paths whole. */
  readonly file?: Readonly<Record<string, unknown>>;
}

/** Settings by their key, not yet held against a schema. */
export type SettingValues = Readonly<Record<string, unknown>>;

/**
 * Settings by the precedence flags, environment, config file; defaults are the schema's own.
 * Needs no schema library, so that a start on stdio can check its flags before it loads one.
 *
 * @throws SettingsError naming the flag, the value and the rule
 */
export function parseSettings(specs: readonly SettingSpec[], sources: SettingSources): SettingValues {
  const flags = readFlags(specs, sources.argv);
  const file = readFile(specs, sources.file ?? {});
  const values: Record<string, unknown> = {};
  for (const spec of specs) {
    const found = flags.get(spec.key) ?? readEnvironment(spec, sources.env) ?? file.get(spec.key);
    if (found === undefined) continue;
    checkValue(spec, found, sources.argv[0]);
    values[spec.key] = found.value;
  }
  return values;
}

function readEnvironment(spec: SettingSpec, env: SettingSources['env']): Found | undefined {
  for (const from of spec.env) {
    const text = env[from];
    if (text) return { from, value: fromText(spec, text, from) };
  }
  return undefined;
}

function readFile(
  specs: readonly SettingSpec[],
  file: Readonly<Record<string, unknown>>,
): Map<string, Found> {
  const byName = new Map(specs.flatMap((spec) => [[spec.key, spec] as const, [spec.flag, spec] as const]));
  const found = new Map<string, Found>();
  for (const [name, value] of Object.entries(file)) {
    const spec = byName.get(name);
    if (!spec) {
      const suggestion = nearest(name, [...byName.keys()]);
      const hint = suggestion ? ` Did you mean "${suggestion}"?` : '';
      throw new SettingsError(`Unknown setting "${name}" in the config file.${hint}`);
    }
    found.set(spec.key, { from: `"${name}" in the config file`, value });
  }
  return found;
}

function checkValue(spec: SettingSpec, { from, value }: Found, firstWord: string | undefined): void {
  const rule = brokenRule(spec, value);
  if (rule) throw new SettingsError(`${from} is ${shown(spec, value)}, but must be ${rule}.`);
  if (spec.check === 'directory') {
    for (const folder of Array.isArray(value) ? value : [value]) {
      checkDirectory(from, String(folder), folder === firstWord ? commandMeant(firstWord) : undefined);
    }
  }
}

function brokenRule(spec: SettingSpec, value: unknown): string | undefined {
  if (spec.choices && !spec.choices.some((choice) => choice === value))
    return `one of ${spec.choices.join(', ')}`;
  if (spec.kind === 'integer' && !Number.isInteger(value)) return 'a whole number';
  if (typeof value === 'string') return brokenText(spec, value);
  if (typeof value !== 'number') return undefined;
  if (spec.minimum !== undefined && value < spec.minimum) return `at least ${spec.minimum}`;
  if (spec.maximum !== undefined && value > spec.maximum) return `at most ${spec.maximum}`;
  return undefined;
}

function brokenText({ minLength = 0, format }: SettingSpec, value: string): string | undefined {
  if (value.length < minLength) return minLength === 1 ? 'not empty' : `at least ${minLength} characters`;
  return format === 'uri' && !URL.canParse(value) ? 'a URL' : undefined;
}

/** @param meant the command that the name of the folder may be a slip of */
function checkDirectory(from: string, folder: string, meant: string | undefined): void {
  const path = folder.replace(/^~(?=\/|$)/, process.env.HOME ?? '~');
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) {
    const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
    throw new SettingsError(`${from} is "${folder}", but no such folder exists.${hint}`);
  }
  if (!found.isDirectory()) throw new SettingsError(`${from} is "${folder}", but that is not a folder.`);
}
