import { nearest } from '../call/nearest.ts';
import type { Toolset } from '../definition/server.ts';
import { SettingsError } from '../settings/settings-error.ts';
import { anyOf } from './file-policy.ts';
import type { Policy } from './types.ts';

/** What the command line allows. */
export interface PolicyFlags {
  /** `--read-only`: nothing that writes or destroys. */
  readonly readOnly?: boolean | undefined;
  /** `--toolsets`: these and no others; `all` is every one. Default: those on by default. */
  readonly toolsets?: readonly string[] | undefined;
  /** `--tools`: only tools that fit; without `--toolsets`, of any toolset. */
  readonly tools?: readonly string[] | undefined;
  /** `--exclude-tools`: no tool that fits. */
  readonly excludeTools?: readonly string[] | undefined;
}

/**
 * The policy of one server's flags, the same for every caller.
 *
 * @throws SettingsError naming the flag, the value and the rule
 */
export function flagPolicy(flags: PolicyFlags, toolsets: Readonly<Record<string, Toolset>>): Policy {
  const on = chosenToolsets(flags, toolsets);
  const wanted = globs('--tools', flags.tools);
  const excluded = globs('--exclude-tools', flags.excludeTools ?? []);
  const refusal = (flag: string, name: string) =>
    ({ allowed: false, reason: `This server was started with ${flag}, which removes ${name}.` }) as const;
  const visible: Policy['visible'] = (_caller, tool) => {
    if (flags.readOnly && tool.effect !== 'read') return refusal('--read-only', tool.name);
    if (!wanted(tool.name)) return refusal('--tools', tool.name);
    if (excluded(tool.name)) return refusal('--exclude-tools', tool.name);
    if (on.has(tool.toolset)) return { allowed: true };
    return { allowed: false, reason: `${tool.name} is in the toolset ${tool.toolset}, which is off.` };
  };
  return { visible, permits: visible };
}

function chosenToolsets(
  flags: PolicyFlags,
  toolsets: Readonly<Record<string, Toolset>>,
): ReadonlySet<string> {
  const known = Object.keys(toolsets);
  for (const name of flags.toolsets ?? []) {
    if (name === 'all' || known.includes(name)) continue;
    const close = nearest(name, known);
    const hint = close === undefined ? '' : ` Did you mean "${close}"?`;
    throw new SettingsError(
      `--toolsets: "${name.slice(0, 64)}" is not a toolset of this server (${['all', ...known].join(', ')}).${hint}`,
    );
  }
  const every = flags.toolsets?.includes('all') ?? flags.tools !== undefined;
  if (every) return new Set(known);
  return new Set(flags.toolsets ?? known.filter((name) => toolsets[name]?.default));
}

function globs(flag: string, patterns: readonly string[] | undefined): (name: string) => boolean {
  try {
    return anyOf(patterns);
  } catch (error) {
    const rule = error instanceof Error ? error.message : 'a pattern cannot be used';
    throw new SettingsError(`${flag}: "${(patterns ?? []).join(',').slice(0, 64)}": ${rule}.`);
  }
}
