import util from 'node:util';
import { nearest } from '../call/nearest.ts';
import { commandMeant } from '../commands/names.ts';
import { fromText } from './from-text.ts';
import { SettingsError } from './settings-error.ts';
import type { SettingSpec } from './spec.ts';

/** A value and where it came from: `--port`, `PORTOLAN_PORT`, `"port" in the config file`. */
export interface Found {
  readonly from: string;
  readonly value: unknown;
}

/**
 * Reads flags and positional arguments.
 *
 * @throws SettingsError for an unknown flag, a missing value or a value of the wrong form
 */
export function readFlags(specs: readonly SettingSpec[], argv: readonly string[]): Map<string, Found> {
  if (argv.length === 0) return new Map();
  const byFlag = new Map(specs.map((spec) => [spec.flag, spec]));
  const tokens = tokensOf(specs, argv);
  const found = new Map<string, Found>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind === 'option') readFlag(byFlag, token, found, commandMeant(argv[0]));
  }
  takePositionals(specs, positionals, found);
  if (tokens[0]?.kind === 'positional') checkFirstWord(specs, positionals[0]);
  return found;
}

/** The words of a command line, taken apart; each token says by `index` which word it is. */
export function tokensOf(specs: readonly SettingSpec[], argv: readonly string[]) {
  // Node looks at every option it is told of, some seventy, for the two or three words there are.
  const named = new Set(argv.flatMap((word) => optionNames(word)));
  const options = specs.flatMap((spec) =>
    named.has(spec.flag) ? [[spec.flag, { type: typeOf(spec) }] as const] : [],
  );
  // Taken here: a start without words does not load it.
  return util.parseArgs({
    args: [...argv],
    options: Object.fromEntries(options),
    strict: false,
    allowPositionals: true,
    allowNegative: true,
    tokens: true,
  }).tokens;
}

/** `--no-x=1` may mean `no-x` and `x`. */
function optionNames(word: string): readonly string[] {
  const [, name] = /^--([^=]+)/.exec(word) ?? [];
  return name === undefined ? [] : [name, name.replace(/^no-/, '')];
}

const typeOf = (spec: SettingSpec) => (spec.kind === 'boolean' ? ('boolean' as const) : ('string' as const));

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | boolean | undefined;
}

/** @param command what the first word is a slip of; then the flag is one of that command */
function readFlag(
  byFlag: ReadonlyMap<string, SettingSpec>,
  token: OptionToken,
  found: Map<string, Found>,
  command: string | undefined,
): void {
  const spec = byFlag.get(token.name) ?? byFlag.get(token.name.replace(/^no-/, ''));
  const negated = token.rawName === `--no-${spec?.flag}`;
  if (!spec || (negated && spec.kind !== 'boolean')) {
    const flag = nearest(token.name, [...byFlag.keys()]);
    const meant = command ?? (flag && `--${flag}`);
    const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
    throw new SettingsError(`Unknown flag ${token.rawName}.${hint} --help lists the flags.`);
  }
  const from = `--${spec.flag}`;
  const before = found.get(spec.key)?.value;
  const value = flagValue(spec, token, negated);
  found.set(spec.key, {
    from,
    value: Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value,
  });
}

function flagValue(spec: SettingSpec, { value }: OptionToken, negated: boolean): unknown {
  const from = `--${spec.flag}`;
  if (spec.kind === 'boolean') return typeof value === 'string' ? fromText(spec, value, from) : !negated;
  if (typeof value !== 'string' || value.startsWith('--')) {
    throw new SettingsError(`${from} needs a value: ${from} ${spec.placeholder ?? 'VALUE'}.`);
  }
  return fromText(spec, value, from);
}

function takePositionals(
  specs: readonly SettingSpec[],
  positionals: readonly string[],
  found: Map<string, Found>,
): void {
  const [first] = positionals;
  if (first === undefined) return;
  const spec = specs.find(({ positional }) => positional);
  const surplus = spec?.kind === 'list' ? undefined : positionals[spec ? 1 : 0];
  if (!spec || surplus !== undefined) {
    const meant = spec ? undefined : commandMeant(first);
    const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
    throw new SettingsError(`The argument "${surplus}" is not expected here.${hint} --help lists the flags.`);
  }
  const from = `--${spec.flag}`;
  const before = found.get(spec.key)?.value;
  const value =
    spec.kind === 'list'
      ? [...(Array.isArray(before) ? before : []), ...positionals]
      : fromText(spec, first, from);
  found.set(spec.key, { from, value });
}

/** A command with a slip in it is no text for the setting either; a folder of that name may exist. */
function checkFirstWord(specs: readonly SettingSpec[], word: string | undefined): void {
  const spec = specs.find(({ positional }) => positional);
  const meant = spec?.kind === 'string' ? commandMeant(word) : undefined;
  if (meant === undefined) return;
  throw new SettingsError(
    `"${word}" is no command. Did you mean ${meant}? If it is what --${spec?.flag} should be, write --${spec?.flag}=${word}.`,
  );
}
