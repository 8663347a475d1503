import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { applyEdits, modify, type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { nearest } from '../call/nearest.ts';
import type { ServerModule } from '../definition/server.ts';
import { isRecord } from '../json/is-record.ts';
import { readFlags } from '../settings/flags.ts';
import { loadSettings, serverSpecs } from '../settings/load.ts';
import { SettingsError } from '../settings/settings-error.ts';
import type { SettingSpec } from '../settings/spec.ts';
import { clients, type McpClient } from './clients.ts';
import { startOf } from './start-of.ts';
import { withWholePaths } from './whole-paths.ts';

/**
 * Writes this server into a client's configuration, keeping everything that is there, comments
 * included. The rest of the command line becomes the server's arguments.
 *
 * @throws SettingsError for an unknown client, bad server settings or a file that cannot be understood
 */
export async function install(server: ServerModule, argv: readonly string[]): Promise<number> {
  const { client, dryRun, rest } = readArguments(argv);
  const specs = serverSpecs(server);
  const words = withWholePaths(specs, rest);
  await loadSettings(server, { argv: words, env: process.env });
  const { command, args } = startOf(server, process.argv[1]);
  const entry = { ...client.extra, command, args: [...args, ...words] };
  const file = client.file();
  const before = read(file);
  const edits = modify(before, [client.key, server.name], entry, {
    formattingOptions: { insertSpaces: true, tabSize: 2 },
  });
  const after = applyEdits(before, edits);
  if (dryRun) {
    process.stdout.write(`${file}\n${after}\n`);
    return 0;
  }
  writeWhole(file, after);
  process.stdout.write(`Wrote ${server.name} into ${file} for ${client.title}. ${client.nextStep}\n`);
  const left = leftToEnvironment(specs, rest);
  if (left.length > 0) {
    process.stdout.write(
      `Not written, because it is set in the environment here: ${left.join(', ')}. Set it where the client starts, or as "env" of the entry.\n`,
    );
  }
  return 0;
}

function readArguments(argv: readonly string[]): { client: McpClient; dryRun: boolean; rest: string[] } {
  const at = argv.findIndex((word) => word === '--client' || word.startsWith('--client='));
  const word = argv[at] ?? '';
  const joined = word.startsWith('--client=');
  const name = joined ? word.slice('--client='.length) : (argv[at + 1] ?? '');
  const known = Object.keys(clients);
  const client = Object.hasOwn(clients, name) ? clients[name] : undefined;
  if (at === -1 || !client) {
    const suggestion = nearest(name, known);
    const given = at === -1 ? 'is missing' : `is "${name}"`;
    throw new SettingsError(
      `--client ${given}, but must be one of ${known.join(', ')}.${suggestion ? ` Did you mean ${suggestion}?` : ''}`,
    );
  }
  const rest = argv.toSpliced(at, joined ? 1 : 2);
  return { client, dryRun: rest.includes('--dry-run'), rest: rest.filter((one) => one !== '--dry-run') };
}

/** Settings that hold here and that the client must be given in its own environment: secrets are not written. */
function leftToEnvironment(specs: readonly SettingSpec[], argv: readonly string[]): readonly string[] {
  const flags = readFlags(specs, argv);
  return specs.flatMap(({ key, env }) => {
    const name = env.find((variable) => process.env[variable]);
    return name === undefined || flags.has(key) ? [] : [name];
  });
}

function read(file: string): string {
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return '{}';
    throw new SettingsError(`${file} cannot be read.`, { cause });
  }
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const [first] = errors;
  if (first || (text.trim() !== '' && !isRecord(value))) {
    const why = first
      ? `${printParseErrorCode(first.error)} at offset ${first.offset}`
      : 'it holds no object';
    throw new SettingsError(`${file} is not valid JSON (${why}). Mend it first; nothing was changed.`);
  }
  return text.trim() === '' ? '{}' : text;
}

/** The old file stays until the new one is complete. */
function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, text.endsWith('\n') ? text : `${text}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(draft, file);
  } catch (cause) {
    rmSync(draft, { force: true });
    throw new SettingsError(`${file} cannot be written.`, { cause });
  }
}
