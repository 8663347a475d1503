import type { ServerModule } from '../definition/server.ts';
import { serverSpecs } from './server-specs.ts';
import type { SettingSpec } from './spec.ts';

/** The text of `--help`. */
export function renderHelp(server: ServerModule): string {
  const specs = serverSpecs(server);
  const positional = specs.find((spec) => spec.positional);
  const argument = positional
    ? ` [${positional.placeholder ?? positional.flag.toUpperCase()}${positional.kind === 'list' ? '…' : ''}]`
    : '';
  const command = `portolan-${server.name}`;
  const usage = [
    [`${command}${argument} [flags]`, 'serve stdio'],
    [`${command}${argument} --http [flags]`, 'serve Streamable HTTP at /mcp'],
    [`${command} doctor${argument} [flags]`, 'check settings, upstream and permissions'],
    [
      `${command} install --client NAME${argument} [--dry-run] [--write-secrets] [flags]`,
      'write a client’s configuration',
    ],
    [
      `${command} install --client NAME --server-url URL [--header NAME=VARIABLE]`,
      'the same for a server that runs there',
    ],
    [`${command} tools${argument} [--json] [flags]`, 'print the tools'],
    [`${command} audit verify FILE [--public-key FILE]`, 'check an audit log'],
  ] as const;
  const flags = [
    ...specs.map(flagLine),
    ['--version', 'Print the version'] as const,
    ['--help', 'Print this text'] as const,
  ];
  const readOnly = specs.find(({ flag }) => flag === 'read-only')?.env.join(' or ');
  return `${command} ${server.version}: ${server.description}

Usage:
${columns(usage)}

Flags (a flag wins over the environment, the environment over the config file). In the environment --read-only is
${readOnly}, and so on; in the file, read-only.
${columns(flags)}
`;
}

/** Lines of two columns; the second starts two spaces after the longest first. */
function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`).join('\n');
}

function flagLine(spec: SettingSpec): readonly [string, string] {
  if (spec.default === true) return [`--[no-]${spec.flag}`, `${spec.description} (on by default)`];
  return [`--${spec.flag}${valueShape(spec)}`, `${spec.description}${fallback(spec)}`];
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
