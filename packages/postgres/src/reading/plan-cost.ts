import { fail } from '@portolan/runtime';
import * as z from 'zod';
import type { CallOptions, Database } from '../connection/database.ts';
import type { Step } from '../connection/flight.ts';

const Plans = z.tuple([z.looseObject({ Plan: z.looseObject({ 'Total Cost': z.number() }) })]);

/** @throws ToolError `too_large` for a statement that the planner thinks dearer than the operator allows */
export async function refuseCostly(
  database: Database,
  { text, values = [] }: Step,
  maxCost: number,
  options: CallOptions,
): Promise<void> {
  const { steps } = await database.read([{ text: `EXPLAIN (FORMAT JSON) ${text}`, values }], options);
  const [{ Plan }] = Plans.parse(JSON.parse(steps[0]?.rows[0]?.[0] ?? ''));
  const cost = Plan['Total Cost'];
  if (cost > maxCost) {
    fail('too_large', `The planner thinks this costs ${Math.round(cost)}; the operator allows ${maxCost}.`, {
      next: 'Narrow it with a condition on an indexed column; explain_query shows where the cost is.',
      data: { cost, maxCost },
    });
  }
}
