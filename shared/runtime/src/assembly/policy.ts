import type { ServerModule } from '../definition/server.ts';
import { allPolicies } from '../policy/all-policies.ts';
import { flagPolicy } from '../policy/flag-policy.ts';
import { scopePolicy } from '../policy/scope-policy.ts';
import type { Policy } from '../policy/types.ts';
import { localCaller } from '../protocol/connection.ts';
import type { CommonSettings } from '../settings/every-server.ts';
import { SettingsError } from '../settings/settings-error.ts';
import type { Logger } from '../telemetry/logger.ts';

/** The policies of a start: of calls to tools, and of documents, which flags that name tools do not touch. */
export interface AssembledPolicy {
  readonly policy: Policy;
  readonly documentPolicy: Policy;
  /** Whether the flags leave all of these tools. */
  readonly leaves: (tools: readonly string[]) => boolean;
  /** Whether the policy in force is the one in the file. */
  status(): { readonly ok: boolean; readonly detail: string };
  close(): void;
}

/**
 * What flags, scopes and the policy file allow, together.
 *
 * @throws SettingsError when a flag or the file cannot be used
 */
export async function assemblePolicy(
  server: ServerModule,
  common: CommonSettings,
  log: Logger,
  onChange: () => void,
): Promise<AssembledPolicy> {
  try {
    const flags = flagPolicy(common, server.toolsets);
    const scopes = common.authScopes ? [scopePolicy()] : [];
    const file = common.policy === undefined ? undefined : await watchFile(common.policy, log, onChange);
    const everywhere = [...scopes, ...(file ? [file] : [])];
    return {
      policy: allPolicies(flags, ...everywhere),
      documentPolicy: allPolicies(...everywhere),
      leaves: leftBy(flags, server),
      status: () => file?.status() ?? { ok: true, detail: 'no policy file' },
      close: () => file?.close(),
    };
  } catch (cause) {
    throw new SettingsError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

async function watchFile(path: string, log: Logger, onChange: () => void) {
  const { watchPolicy } = await import('../policy/watch-policy.ts');
  try {
    return await watchPolicy(path, { log, onChange });
  } catch (cause) {
    throw new SettingsError(`--policy ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

function leftBy(flags: Policy, { name: server, tools }: ServerModule): AssembledPolicy['leaves'] {
  const left = tools.filter((tool) => flags.visible(localCaller, { ...tool, server }).allowed);
  const names = new Set(left.map(({ name }) => name));
  return (needed) => needed.every((name) => names.has(name));
}
