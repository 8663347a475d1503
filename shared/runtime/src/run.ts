import { type CommandName, isCommandName } from './commands/names.ts';
import type { ServerModule } from './definition/server.ts';
import { errorCode } from './errors/error-code.ts';
import type { FirstAnswer } from './first-answer/first-answer.ts';
import { serve } from './serve.ts';
import { SettingsError } from './settings/settings-error.ts';

/** Exit codes: a mistake in the settings is 2, anything else that failed is 1. */
const EXIT_FAILURE = 1;
const EXIT_SETTINGS = 2;

/** Runs a server's command line: a sub-command, `--help`, or one of the two transports. */
export async function run(
  load: () => Promise<{ readonly default: ServerModule }>,
  first?: FirstAnswer,
): Promise<void> {
  try {
    const { default: server } = await load();
    process.exitCode = await dispatch(server, process.argv.slice(2), first);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof SettingsError ? EXIT_SETTINGS : EXIT_FAILURE;
  }
}

async function dispatch(server: ServerModule, argv: readonly string[], first?: FirstAnswer): Promise<number> {
  const [word, ...rest] = argv;
  const upToDashes = argv.slice(0, argv.includes('--') ? argv.indexOf('--') : undefined);
  if (upToDashes.includes('--help') || upToDashes.includes('-h'))
    return print((await import('./settings/help.ts')).renderHelp(server));
  if (upToDashes.includes('--version')) return print(`${server.version}\n`);
  if (isCommandName(word)) {
    process.stdout.once('error', endWithReader);
    return commands[word](server, rest);
  }
  return serve(server, argv, first);
}

const commands: Readonly<
  Record<CommandName, (server: ServerModule, argv: readonly string[]) => Promise<number>>
> = {
  doctor: async (server, argv) => (await import('./commands/doctor.ts')).doctor(server, argv),
  install: async (server, argv) => (await import('./commands/install.ts')).install(server, argv),
  tools: async (server, argv) => (await import('./commands/tools.ts')).tools(server, argv),
  audit: async (_server, argv) => (await import('./commands/audit.ts')).audit(argv),
};

/** Whoever reads only the beginning, as `head` does, ends the command without a fault. */
function endWithReader(error: Error): void {
  if (errorCode(error) !== 'EPIPE') throw error;
  process.exit();
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}
