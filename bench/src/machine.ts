import { spawnSync } from 'node:child_process';
import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** What the figures depend on. */
export function machine(versions: Readonly<Record<string, string>>) {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1e9),
    system: `${platform()} ${release()}`,
    node: process.version,
    versions: {
      commit: firstLine('git', ['-C', repository, 'describe', '--always', '--dirty']),
      ...versions,
    },
  };
}

/** The load averages of 1, 5 and 15 minutes. */
export const load = () => loadavg().map((average) => Number(average.toFixed(2)));

/** The first lines of what programs say of their versions. */
export const programVersions = (...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, firstLine(name, ['--version'])]));

function firstLine(command: string, args: readonly string[]): string {
  const { stdout, error } = spawnSync(command, args, { encoding: 'utf8' });
  return error ? 'not installed' : (stdout.split('\n', 1)[0] ?? '');
}
