import { fail, ToolError } from '@portolan/runtime';
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

/** Limits other than the usual, by the name of the check. */
export type Limits = Readonly<Record<string, number>>;

export type HealthResult = {
  name: string;
  status: 'ok' | 'info' | 'warning' | 'critical' | 'not_examined';
  threshold: string;
  /** What is wrong, with the SQL that mends it, and what SQL does not mend or should be known before, in words. */
  evidence?: { object: string; found: string; fix?: string; advice?: string }[];
  /** Why it, or some of it, was not examined. */
  why?: string;
};

/**
 * Runs the checks of some areas; one that cannot be asked does not stop the others.
 *
 * @throws ToolError `invalid_arguments` for a limit of what has none
 */
export async function checkHealth(
  source: Source,
  {
    areas = healthAreas,
    limits = {},
  }: { areas?: readonly HealthArea[] | undefined; limits?: Limits | undefined },
  options: CallOptions,
  progress: (done: number, total: number) => void,
): Promise<HealthResult[]> {
  refuseUnknown(limits);
  const version = await source.database.version(options.signal);
  const checks = areas.flatMap((area) => healthChecks[area]);
  const results: HealthResult[] = [];
  for (const check of checks) {
    progress(results.length, checks.length);
    results.push(await examine(source, { ...check, ...limitOf(check, limits) }, version, options));
  }
  return results;
}

/** What a check finds outside closed schemas, in its order. */
const openOnly = ({ sql, advises }: HealthCheck) => `
  SELECT object, found, fix, ${advises ? 'advice' : 'NULL'} FROM (${sql}) AS wrong (object, found, fix, relation${advises ? ', advice' : ''})
  WHERE CASE WHEN relation IS NULL THEN true ELSE ${relationIsOpen('relation::oid')} END LIMIT ${MAX_EVIDENCE}`;

const limitOf = ({ name, limit }: HealthCheck, limits: Limits) =>
  limit === undefined ? {} : { limit: limits[name] ?? limit };

function refuseUnknown(limits: Limits): void {
  const all: readonly HealthCheck[] = Object.values(healthChecks).flat();
  const limited = all.flatMap(({ name, limit }) => (limit === undefined ? [] : [name]));
  const unknown = Object.keys(limits).find((name) => !limited.includes(name));
  if (unknown === undefined) return;
  fail('invalid_arguments', `The argument limits names ${JSON.stringify(unknown)}, which has no limit.`, {
    next: `Use ${limited.join(', ')}.`,
  });
}

async function examine(
  source: Source,
  check: HealthCheck,
  version: number,
  options: CallOptions,
): Promise<HealthResult> {
  const { name, severity, since = 0, limit } = check;
  const threshold = check.threshold.replace('{limit}', String(limit));
  if (version < since)
    return { name, threshold, status: 'not_examined', why: `Needs Postgres ${since / 10_000}.` };
  try {
    const { evidence, unseen } = await look(source, check, options);
    const why = unseen.length > 0 && { why: `${unseen.join('. ')}.` };
    if (evidence.length > 0) return { name, threshold, status: severity, evidence, ...why };
    return { name, threshold, status: why ? 'not_examined' : 'ok', ...why };
  } catch (error) {
    options.signal.throwIfAborted();
    if (!(error instanceof ToolError)) throw error;
    return { name, threshold, status: 'not_examined', why: error.message };
  }
}

/** What a check finds, and what it could not see. */
async function look(source: Source, check: HealthCheck, options: CallOptions) {
  const { limit, unseen, quotes } = check;
  const schemas = schemaValues(source);
  const values = limit === undefined ? schemas : [...schemas, String(limit)];
  const typed = `SELECT $1::text[], $2::text[]${limit === undefined ? '' : ', $3::float8'}`;
  const found = { text: `WITH given AS (${typed}) ${openOnly(check)}`, values, maxRows: MAX_EVIDENCE };
  const hidden = {
    text: `WITH given AS (SELECT $1::text[], $2::text[]) ${unseen ?? 'SELECT NULL WHERE false'}`,
    values: schemas,
  };
  const { steps } = await source.database.read([found, hidden], options);
  const rows = steps[0]?.rows ?? [];
  const all = rows.map(([, text]) => text ?? '');
  const shown = quotes
    ? (await hideClosed(source, all, options)).map((text) => text.slice(0, MAX_QUOTED))
    : all;
  const evidence = rows.map(([object, , fix, advice], at) => ({
    object: object ?? '',
    found: shown[at] ?? '',
    ...(fix && { fix }),
    ...(advice && { advice }),
  }));
  return { evidence, unseen: (steps[1]?.rows ?? []).flatMap(([why]) => why ?? []) };
}
