import { nearest } from '../call/nearest.ts';
import type { ServerModule } from '../definition/server.ts';
import { readFlags } from '../settings/flags.ts';
import { loadSettings } from '../settings/load.ts';
import { refuseOnStdio } from '../settings/on-stdio.ts';
import { serverSpecs } from '../settings/server-specs.ts';
import { SettingsError } from '../settings/settings-error.ts';
import type { SettingSpec } from '../settings/spec.ts';
import { type Change, changesFor } from './client-entry.ts';
import { readClientFile, withChanges, writeClientFile } from './client-file.ts';
import { clients, type McpClient } from './clients.ts';
import { type NeededSecret, neededSecrets, withoutSecrets } from './hidden-secrets.ts';
import { type RemoteServer, remoteChanges, remoteServer } from './remote-entry.ts';
import { startOf } from './start-of.ts';
import { withWholePaths } from './whole-paths.ts';

/**
 * Writes this server into a client's configuration, keeping everything that is there, comments
 * included. The rest of the command line becomes the server's arguments, except for secrets; with `--server-url`
 * it is a server that runs there already.
 *
 * @throws SettingsError for an unknown client, bad server settings, a file that cannot be understood, or a secret
 *   that could only be written as plain text and may not
 */
export async function install(server: ServerModule, argv: readonly string[]): Promise<number> {
  const { client, dryRun, writeSecrets, rest } = readArguments(argv);
  const remote = remoteServer(rest);
  if (remote) {
    if (writeSecrets)
      throw new SettingsError('--write-secrets is not for headers: nothing of theirs is written.');
    return installRemote(server, client, remote, dryRun);
  }
  const specs = serverSpecs(server);
  const words = withWholePaths(specs, rest);
  const settings = await loadSettings(server, { argv: words, env: process.env });
  // A client starts what is written for it and talks to it over stdio.
  await refuseOnStdio(server, settings);
  const secrets = neededSecrets(specs, words, process.env);
  const file = client.file();
  if (!writeSecrets) refusePlain(client, file, secrets);

  const { command, args } = startOf(server, process.argv[1]);
  const all = [...args, ...withoutSecrets(specs, words)];
  const entry = { server: server.name, command, args: all, secrets, plain: writeSecrets };
  if (!change(server, client, dryRun, (current) => changesFor(client, entry, current))) return 0;
  const isWritten = writeSecrets || client.reference !== undefined;
  const written = isWritten ? secrets.map(({ variable }) => variable) : [];
  if (written.length > 0) process.stdout.write(whereSecretsAre(client, written, writeSecrets));
  const missing = missingSecret(server, specs, rest);
  if (missing !== undefined) {
    process.stdout.write(
      `Nothing tells ${server.name} yet what to work with. Set ${missing} and install it again, or set it where the client starts; doctor checks it.\n`,
    );
  }
  const left = leftToEnvironment(specs, rest).filter((name) => !written.includes(name));
  if (left.length > 0) {
    process.stdout.write(
      `Not written, because it is set in the environment here: ${left.join(', ')}. Set it where the client starts, or as "env" of the entry.\n`,
    );
  }
  return 0;
}

/** Writes the entry of a server that runs somewhere; what its headers hold is named and not written. */
function installRemote(
  server: ServerModule,
  client: McpClient,
  remote: RemoteServer,
  dryRun: boolean,
): number {
  const written = change(server, client, dryRun, (current) =>
    remoteChanges(client, server.name, remote, current),
  );
  const variables = remote.headers.map(({ variable }) => variable);
  if (written && variables.length > 0) process.stdout.write(whereSecretsAre(client, variables, false));
  return 0;
}

/** Changes the file of a client, or shows what it would be; says whether it was written. */
function change(
  server: ServerModule,
  client: McpClient,
  dryRun: boolean,
  changes: (current: unknown) => readonly Change[],
): boolean {
  const file = client.file();
  const before = readClientFile(file);
  const after = withChanges(before.text, changes(before.value));
  if (dryRun) {
    process.stdout.write(`${file}\n${after}\n`);
    return false;
  }
  writeClientFile(file, after);
  process.stdout.write(`Wrote ${server.name} into ${file} for ${client.title}. ${client.nextStep}\n`);
  return true;
}

const switches = ['--dry-run', '--write-secrets'];

function readArguments(argv: readonly string[]) {
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
  return {
    client,
    dryRun: rest.includes('--dry-run'),
    writeSecrets: rest.includes('--write-secrets'),
    rest: rest.filter((one) => !switches.includes(one)),
  };
}

function refusePlain({ title, reference }: McpClient, file: string, secrets: readonly NeededSecret[]): void {
  const given = reference ? undefined : secrets.find((secret) => secret.given);
  if (!given) return;
  throw new SettingsError(
    `--${given.flag} is a secret, and ${title} keeps secrets only as plain text, in ${file}. To write it there, add --write-secrets; nothing was changed.`,
  );
}

function whereSecretsAre(client: McpClient, variables: readonly string[], plain: boolean): string {
  const names = variables.join(', ');
  if (plain)
    return `The file holds ${names} as plain text: keep it to yourself, and out of version control.\n`;
  if (client.asks)
    return `${client.title} asks for ${names} at the first start and keeps it; it is not in the file.\n`;
  return `${client.title} takes ${names} from the environment it is started in: set it there; it is not in the file.\n`;
}

/**
 * The variable of the first secret of a server that has some and was given nothing at all that is its own: no token
 * or address, nor what takes their place. A file of settings may hold any of it.
 */
function missingSecret(
  server: ServerModule,
  specs: readonly SettingSpec[],
  argv: readonly string[],
): string | undefined {
  const flags = readFlags(specs, argv);
  const own = specs.filter(({ key }) => key === 'config' || Object.hasOwn(server.config.shape, key));
  if (own.some(({ key, env }) => flags.has(key) || env.some((name) => process.env[name]))) return undefined;
  return own.find(({ secret }) => secret)?.env.at(-1);
}

/** Settings that hold here and that the client must be given in its own environment. */
function leftToEnvironment(specs: readonly SettingSpec[], argv: readonly string[]): readonly string[] {
  const flags = readFlags(specs, argv);
  return specs.flatMap(({ key, env }) => {
    const name = env.find((variable) => process.env[variable]);
    return name === undefined || flags.has(key) ? [] : [name];
  });
}
