import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** What the figures depend on. */
export function machine() {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1e9),
    system: `${platform()} ${release()}`,
    node: process.version,
    versions: {
      '@portolan/filesystem': versionOf(join(repository, 'packages/filesystem/package.json')),
      commit: firstLine('git', ['-C', repository, 'describe', '--always', '--dirty']),
      '@modelcontextprotocol/server-filesystem': packageVersion('@modelcontextprotocol/server-filesystem'),
      '@modelcontextprotocol/server': packageVersion('@modelcontextprotocol/server'),
      '@modelcontextprotocol/node': packageVersion('@modelcontextprotocol/node'),
      grep: firstLine('grep', ['--version']),
      find: firstLine('find', ['--version']),
      rg: firstLine('rg', ['--version']),
    },
  };
}

/** The load averages of 1, 5 and 15 minutes. */
export const load = () => loadavg().map((average) => Number(average.toFixed(2)));

function packageVersion(name: string): string {
  const paths = createRequire(import.meta.url).resolve.paths(name) ?? [];
  for (const path of paths) {
    try {
      return versionOf(join(path, name, 'package.json'));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
  throw new Error(`${name} is not installed.`);
}

const versionOf = (file: string) =>
  z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version;

function firstLine(command: string, args: readonly string[]): string {
  const { stdout, error } = spawnSync(command, args, { encoding: 'utf8' });
  return error ? 'not installed' : (stdout.split('\n', 1)[0] ?? '');
}
