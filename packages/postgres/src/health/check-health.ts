import { ToolError } from '@portolan/runtime';
import type { CallOptions } from '../connection/database.ts';
import type { Source } from '../sources/sources.ts';
import { indexChecks } from './checks/indexes.ts';
import { replicationChecks } from './checks/replication.ts';
import { sessionChecks } from './checks/sessions.ts';
import { storageChecks } from './checks/storage.ts';
import { vacuumChecks } from './checks/vacuum.ts';
import type { HealthCheck } from './health-check.ts';

export const healthChecks = {
  sessions: sessionChecks,
  vacuum: vacuumChecks,
  indexes: indexChecks,
  storage: storageChecks,
  replication: replicationChecks,
} as const;

export const healthAreas = ['sessions', 'vacuum', 'indexes', 'storage', 'replication'] as const;
export type HealthArea = (typeof healthAreas)[number];

export type HealthResult = {
  name: string;
  status: 'ok' | 'info' | 'warning' | 'critical' | 'not_examined';
  threshold: string;
  evidence?: { object: string; found: string; fix?: string }[];
  /** Why it was not examined. */
  why?: string;
};

/** Runs the checks of some areas; one that cannot be asked does not stop the others. */
export async function checkHealth(
  source: Source,
  areas: readonly HealthArea[],
  options: CallOptions,
  progress: (done: number, total: number) => void,
): Promise<HealthResult[]> {
  const version = await source.database.version(options.signal);
  const checks = areas.flatMap((area) => healthChecks[area]);
  const results: HealthResult[] = [];
  for (const check of checks) {
    progress(results.length, checks.length);
    results.push(await examine(source, check, version, options));
  }
  return results;
}

async function examine(
  source: Source,
  { name, threshold, severity, sql, since = 0 }: HealthCheck,
  version: number,
  options: CallOptions,
): Promise<HealthResult> {
  if (version < since)
    return { name, threshold, status: 'not_examined', why: `Needs Postgres ${since / 10_000}.` };
  try {
    const { steps } = await source.database.read([{ text: sql, maxRows: 20 }], options);
    const evidence = (steps[0]?.rows ?? []).map(([object, found, fix]) => ({
      object: object ?? '',
      found: found ?? '',
      ...(fix && { fix }),
    }));
    return evidence.length === 0
      ? { name, threshold, status: 'ok' }
      : { name, threshold, status: severity, evidence };
  } catch (error) {
    options.signal.throwIfAborted();
    if (!(error instanceof ToolError)) throw error;
    return { name, threshold, status: 'not_examined', why: error.message };
  }
}
