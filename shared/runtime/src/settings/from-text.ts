import { SettingsError } from './settings-error.ts';
import type { SettingSpec } from './spec.ts';

/**
 * A flag's or a variable's text as a value of the setting's kind. Lists are separated by commas;
 * a folder is taken whole, since its name may hold one.
 *
 * @throws SettingsError naming where the text came from, the text and the rule
 */
export function fromText(spec: SettingSpec, text: string, from: string): unknown {
  switch (spec.kind) {
    case 'boolean':
      return toBoolean(spec, text, from);
    case 'integer':
    case 'number':
      return toNumber(spec, text, from);
    case 'list':
      return spec.check === 'directory'
        ? [text]
        : text
            .split(',')
            .map((item) => item.trim())
            .filter(Boolean);
    default:
      return text;
  }
}

function toBoolean(spec: SettingSpec, text: string, from: string): boolean {
  if (/^(true|1|yes|on)$/i.test(text)) return true;
  if (/^(false|0|no|off)$/i.test(text)) return false;
  throw new SettingsError(`${from} is ${shown(spec, text)}, but must be true or false.`);
}

function toNumber(spec: SettingSpec, text: string, from: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isNaN(value)) throw new SettingsError(`${from} is ${shown(spec, text)}, but must be a number.`);
  return value;
}

/** A value for a message; a secret is never shown. */
export const shown = (spec: SettingSpec, value: unknown) =>
  spec.secret ? 'set to a secret' : JSON.stringify(value);
