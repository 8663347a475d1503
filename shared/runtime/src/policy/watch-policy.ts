import { unwatchFile, watchFile } from 'node:fs';
import type { Logger } from '../telemetry/logger.ts';
import { loadPolicy, reloadPolicy } from './load-policy.ts';
import type { Policy } from './types.ts';

/** How a policy file is followed. */
export interface WatchPolicyOptions {
  readonly log: Logger;
  /** Called after a new policy came into force: what callers see may have changed. */
  readonly onChange?: () => void;
  /** How often the file is looked at. Default 1,000. */
  readonly intervalMs?: number;
}

/** The policy of a file as it last could be read; `close` ends the looks at the file. */
export interface WatchedPolicy extends Policy {
  /** Whether the file as it is now is the one in force, for readiness. */
  status(): { readonly ok: boolean; readonly detail: string };
  close(): void;
}

/**
 * Reads a policy file and follows its changes; while a new one is bad, the last good one stays in force.
 * It asks for the file's state at an interval, which sees renames, link swaps of Kubernetes volumes and
 * network file systems alike.
 *
 * @throws SettingsError when the file cannot be used at the start
 */
export async function watchPolicy(file: string, options: WatchPolicyOptions): Promise<WatchedPolicy> {
  const first = loadPolicy(file);
  /** Where the first cannot be used, there is no policy to keep and nothing to reload. */
  const started = first.then(
    () => true,
    () => false,
  );
  let reloading = Promise.resolve();
  let problem: string | undefined;

  const reload = async () => {
    if (!(await started)) return;
    try {
      current = await reloadPolicy(file);
      problem = undefined;
      options.log.info('A changed policy file is in force.', { file });
      options.onChange?.();
    } catch (error) {
      problem = error instanceof Error ? error.message : 'unknown fault';
      options.log.error('The policy file cannot be used; the last good one stays in force.', {
        file,
        reason: problem,
      });
    }
  };
  const changed = () => {
    reloading = reloading.then(reload);
  };
  watchFile(file, { interval: options.intervalMs ?? 1_000, persistent: false }, changed);
  const close = () => void unwatchFile(file, changed);
  let current = await first.catch((error: unknown) => {
    close();
    throw error;
  });

  return {
    visible: (caller, tool) => current.visible(caller, tool),
    permits: (caller, tool, values) => current.permits(caller, tool, values),
    status: () =>
      problem === undefined
        ? { ok: true, detail: `The policy file ${file} is in force.` }
        : { ok: false, detail: `An earlier version of the policy file is in force: ${problem}` },
    close,
  };
}
