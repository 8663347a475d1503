import type { ServerModule } from '../definition/server.ts';
import { serverSpecs } from './load.ts';
import type { SettingSpec } from './spec.ts';

/** The text of `--help`. */
export function renderHelp(server: ServerModule): string {
  const specs = serverSpecs(server);
  const positional = specs.find((spec) => spec.positional);
  const argument = positional
    ? ` [${positional.placeholder ?? positional.flag.toUpperCase()}${positional.kind === 'list' ? '…' : ''}]`
    : '';
  const command = `portolan-${server.name}`;
  return `${command} ${server.version}: ${server.description}

Usage:
  ${command}${argument} [flags]                 serve stdio
  ${command}${argument} --http [flags]          serve Streamable HTTP at /mcp
  ${command} doctor${argument} [flags]          check settings, upstream and permissions
  ${command} install --client NAME${argument}   write a client's configuration
  ${command} tools [--json] [flags]             print the tools
  ${command} audit verify FILE                  check an audit log

Flags (a flag wins over the environment, the environment over the config file):
${specs.map(flagLine).join('\n')}
  --version                        Print the version
  --help                           Print this text
`;
}

function flagLine(spec: SettingSpec): string {
  const flag = `--${spec.flag}${valueShape(spec)}`;
  return `  ${flag.padEnd(32)} ${spec.description}${fallback(spec)}`;
}

/** What follows the flag, with a leading space; nothing for a switch. */
export function valueShape(spec: SettingSpec): string {
  if (spec.kind === 'boolean') return '';
  if (spec.choices) return ` ${spec.choices.join('|')}`;
  return ` ${spec.placeholder ?? { string: 'TEXT', list: 'A,B', number: 'N', integer: 'N', choice: '' }[spec.kind]}`;
}

function fallback({ default: value }: SettingSpec): string {
  const none = value === undefined || value === false || (Array.isArray(value) && value.length === 0);
  return none ? '' : ` (default ${value})`;
}
