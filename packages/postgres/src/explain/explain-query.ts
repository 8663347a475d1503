import { fail } from '@portolan/runtime';
import type { CallOptions } from '../connection/database.ts';
import type { Step } from '../connection/flight.ts';
import { refuseUnfit } from '../gate/parameters.ts';
import { parseStatement, type Statement } from '../gate/parse.ts';
import { shownKind } from '../gate/read-only.ts';
import { refuseCostly } from '../reading/plan-cost.ts';
import { asText } from '../reading/run-query.ts';
import type { Source } from '../sources/sources.ts';
import type { Shown } from '../values/shown-value.ts';
import { type ExplainSteps, explainSteps } from './explain-steps.ts';
import { findings, renderPlan } from './findings.ts';
import { Explained, type PlanNode } from './plan.ts';

export interface ExplainRequest {
  readonly sql: string;
  readonly params: readonly Shown[];
  readonly analyze: boolean;
  /** `CREATE INDEX` statements to plan with as if they had been run. */
  readonly hypotheticalIndexes: readonly string[];
}

export interface PlanAnswer {
  plan: string;
  totalCost: number;
  findings: string[];
  executionMs?: number;
  /** The cost without the hypothetical indexes, and which of them the plan uses. */
  costWithout?: number;
  usedIndexes?: string[];
}

const dml = new Set(['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt']);

/**
 * Plans a statement, and runs it only where that cannot change anything.
 *
 * @throws ToolError `unsupported` where hypothetical indexes need an extension that is not there
 */
export async function explainQuery(
  source: Source,
  request: ExplainRequest,
  options: CallOptions,
): Promise<PlanAnswer> {
  const statement = await parseStatement(request.sql);
  refuseUnplanned(statement, request.analyze);
  if (dml.has(statement.kind) && !request.analyze) await source.gate.plan(statement, options);
  else await source.gate.read(request.sql, options);
  await source.mask.check(statement, options);
  const { analyze, hypotheticalIndexes } = request;
  if (analyze && hypotheticalIndexes.length > 0) {
    fail(
      'invalid_arguments',
      'The argument analyze cannot be combined with hypotheticalIndexes, which nothing can run.',
    );
  }
  const { params, sql } = request;
  const { parameters } = statement;
  const isAnyValue = !analyze && params.length === 0 && parameters > 0;
  if (!isAnyValue) refuseUnfit(statement, params);
  const values = isAnyValue ? undefined : params.map(asText);
  const { maxCost } = source.settings;
  if (analyze && maxCost !== undefined)
    await refuseCostly(source.database, { text: sql, values: params.map(asText) }, maxCost, options);
  const explain = () => explainSteps({ sql, values, parameters, analyze });
  if (hypotheticalIndexes.length > 0) return withIndexes(source, explain, hypotheticalIndexes, options);
  const { steps, answer } = explain();
  const done = await source.database.read(steps, options);
  const { plan, executionMs } = readPlan(done.steps[answer]?.rows[0]?.[0]);
  return { ...describePlan(plan), ...(executionMs !== undefined && { executionMs }) };
}

/** What cannot be planned, or not be run, for reasons that the gate has no words for. */
function refuseUnplanned({ kind }: Statement, analyze: boolean): void {
  if (kind === 'ExplainStmt') {
    fail('invalid_arguments', 'The SQL is an EXPLAIN itself.', {
      next: 'Give the statement behind EXPLAIN alone; analyze is an argument.',
    });
  }
  if (analyze && dml.has(kind)) {
    fail('forbidden', `To analyze it would run the ${shownKind(kind)}, which changes rows.`, {
      next: 'Leave analyze out: the plan and its costs are the same.',
    });
  }
}

function readPlan(json: string | null | undefined): {
  plan: PlanNode;
  executionMs: number | undefined;
} {
  const [explained] = Explained.parse(JSON.parse(json ?? 'null'));
  return { plan: explained.Plan, executionMs: explained['Execution Time'] };
}

const describePlan = (plan: PlanNode): PlanAnswer => ({
  plan: renderPlan(plan),
  totalCost: plan['Total Cost'],
  findings: findings(plan),
});

/** Plans twice in one transaction: as it is, and with indexes that exist for this connection's planner alone. */
async function withIndexes(
  source: Source,
  explain: () => ExplainSteps,
  indexes: readonly string[],
  options: CallOptions,
): Promise<PlanAnswer> {
  await demandHypopg(source, options);
  for (const index of indexes) {
    const statement = await parseStatement(index);
    if (statement.kind !== 'IndexStmt')
      fail('invalid_arguments', 'An entry of hypotheticalIndexes is not a CREATE INDEX.');
    // The planner runs what it takes for constant.
    await source.gate.plan(statement, options);
    // What a condition on a masked column is thought to find says something of its values.
    await source.mask.check(statement, options);
  }
  const create = indexes.map(
    (index): Step => ({
      text: 'SELECT indexname FROM hypopg_create_index($1)',
      values: [index],
    }),
  );
  // What a failed call left behind is cleared first, what this one makes afterwards.
  const clear = { text: 'SELECT hypopg_reset()' };
  const [without, planned] = [explain(), explain()];
  const { steps } = await source.database.read(
    [clear, ...without.steps, ...create, ...planned.steps, clear],
    options,
  );
  const [createdAt, plannedAt] = [1 + without.steps.length, 1 + without.steps.length + create.length];
  const before = readPlan(steps[1 + without.answer]?.rows[0]?.[0]);
  const { plan } = readPlan(steps[plannedAt + planned.answer]?.rows[0]?.[0]);
  const described = describePlan(plan);
  const names = steps.slice(createdAt, plannedAt).flatMap(({ rows }) => rows.map(([name]) => name ?? ''));
  return {
    ...described,
    costWithout: before.plan['Total Cost'],
    usedIndexes: names.filter((name) => described.plan.includes(name)),
  };
}

/** Whether the extension that plans with hypothetical indexes is in this database. */
export async function hasExtension(source: Source, name: string, options: CallOptions): Promise<boolean> {
  const { steps } = await source.database.read(
    [{ text: 'SELECT FROM pg_catalog.pg_extension WHERE extname = $1', values: [name] }],
    options,
  );
  return (steps[0]?.rows.length ?? 0) > 0;
}

async function demandHypopg(source: Source, options: CallOptions): Promise<void> {
  if (await hasExtension(source, 'hypopg', options)) return;
  fail('unsupported', 'Hypothetical indexes need the extension hypopg, which this database does not have.', {
    next: 'Leave hypotheticalIndexes out, or ask the operator to install hypopg (Debian: postgresql-NN-hypopg) and run CREATE EXTENSION hypopg.',
  });
}
