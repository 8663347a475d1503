import { resolve } from 'node:path';
import { tokensOf } from '../settings/flags.ts';
import type { SettingSpec } from '../settings/spec.ts';
import { wholePath } from '../settings/whole-path.ts';

/**
 * A command line that means the same in any folder: files and folders are named from the root, also the
 * current folder where a server takes that by default.
 */
export function withWholePaths(specs: readonly SettingSpec[], argv: readonly string[]): readonly string[] {
  const words = [...argv];
  const positional = specs.find((spec) => spec.positional);
  let isPositionalGiven = false;
  for (const token of tokensOf(specs, argv)) {
    if (token.kind === 'positional') {
      isPositionalGiven = true;
      if (positional) words[token.index] = whole(positional, token.value);
    }
    if (token.kind !== 'option' || typeof token.value !== 'string') continue;
    const spec = specs.find(({ flag }) => flag === token.name);
    if (!spec) continue;
    isPositionalGiven ||= spec === positional;
    const value = whole(spec, token.value);
    if (token.inlineValue) words[token.index] = `${token.rawName}=${value}`;
    else words[token.index + 1] = value;
  }
  return isPositionalGiven ? words : [...words, ...defaultFolders(positional)];
}

/** A client starts the server in a folder of its own, where the default would be another. */
function defaultFolders(spec: SettingSpec | undefined): readonly string[] {
  const { path, default: folders, env = [] } = spec ?? {};
  const isSet = env.some((name) => process.env[name]);
  if (!path || isSet || !Array.isArray(folders)) return [];
  return folders.map((folder) => resolve(String(folder)));
}

const whole = (spec: SettingSpec, value: string) => wholePath(spec, value, process.cwd());
