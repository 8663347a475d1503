import { ToolError } from '@portolan/runtime';
import { hideClosed, relationIsOpen, schemaValues } from '../catalog/closed-schemas.ts';
import type { CallOptions } from '../connection/database.ts';
import type { Source } from '../sources/sources.ts';
import { indexChecks } from './checks/indexes.ts';
import { replicationChecks } from './checks/replication.ts';
import { sessionChecks } from './checks/sessions.ts';
import { storageChecks } from './checks/storage.ts';
import { vacuumChecks } from './checks/vacuum.ts';
import type { HealthCheck } from './health-check.ts';

/** Objects of which a check names this many at most. */
const MAX_EVIDENCE = 20;
/** Characters of a quoted statement, its user before it. */
const MAX_QUOTED = 250;

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

/** What a check finds outside closed schemas, in its order. */
const openOnly = (sql: string) => `
  SELECT object, found, fix FROM (${sql}) AS wrong (object, found, fix, relation)
  WHERE CASE WHEN relation IS NULL THEN true ELSE ${relationIsOpen('relation::oid')} END LIMIT ${MAX_EVIDENCE}`;

async function examine(
  source: Source,
  check: HealthCheck,
  version: number,
  options: CallOptions,
): Promise<HealthResult> {
  const { name, threshold, severity, since = 0 } = check;
  if (version < since)
    return { name, threshold, status: 'not_examined', why: `Needs Postgres ${since / 10_000}.` };
  try {
    const evidence = await evidenceOf(source, check, options);
    return evidence.length === 0
      ? { name, threshold, status: 'ok' }
      : { name, threshold, status: severity, evidence };
  } catch (error) {
    options.signal.throwIfAborted();
    if (!(error instanceof ToolError)) throw error;
    return { name, threshold, status: 'not_examined', why: error.message };
  }
}

async function evidenceOf(source: Source, { sql, quotes }: HealthCheck, options: CallOptions) {
  const step = { text: openOnly(sql), values: schemaValues(source), maxRows: MAX_EVIDENCE };
  const { steps } = await source.database.read([step], options);
  const rows = steps[0]?.rows ?? [];
  const all = rows.map(([, found]) => found ?? '');
  const shown = quotes
    ? (await hideClosed(source, all, options)).map((text) => text.slice(0, MAX_QUOTED))
    : all;
  return rows.map(([object, , fix], at) => ({
    object: object ?? '',
    found: shown[at] ?? '',
    ...(fix && { fix }),
  }));
}
