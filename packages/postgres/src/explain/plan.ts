import * as z from 'zod';

/** One node of a plan as EXPLAIN (FORMAT JSON) gives it; only what findings look at. */
export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Total Cost': number;
  readonly 'Plan Rows': number;
  readonly 'Actual Rows'?: number | undefined;
  readonly 'Actual Loops'?: number | undefined;
  readonly 'Actual Total Time'?: number | undefined;
  readonly 'Relation Name'?: string | undefined;
  readonly Alias?: string | undefined;
  readonly 'Index Name'?: string | undefined;
  readonly Filter?: string | undefined;
  readonly 'Index Cond'?: string | undefined;
  readonly 'Rows Removed by Filter'?: number | undefined;
  readonly 'Sort Method'?: string | undefined;
  readonly 'Sort Space Used'?: number | undefined;
  readonly 'Sort Space Type'?: string | undefined;
  readonly 'Hash Batches'?: number | undefined;
  readonly 'Workers Planned'?: number | undefined;
  readonly 'Workers Launched'?: number | undefined;
  readonly Plans?: readonly PlanNode[] | undefined;
}

const optional = { text: z.string().optional(), number: z.number().optional() };

const Plan: z.ZodType<PlanNode> = z.looseObject({
  'Node Type': z.string(),
  'Total Cost': z.number(),
  'Plan Rows': z.number(),
  'Actual Rows': optional.number,
  'Actual Loops': optional.number,
  'Actual Total Time': optional.number,
  'Relation Name': optional.text,
  Alias: optional.text,
  'Index Name': optional.text,
  Filter: optional.text,
  'Index Cond': optional.text,
  'Rows Removed by Filter': optional.number,
  'Sort Method': optional.text,
  'Sort Space Used': optional.number,
  'Sort Space Type': optional.text,
  'Hash Batches': optional.number,
  'Workers Planned': optional.number,
  'Workers Launched': optional.number,
  get Plans() {
    return z.array(Plan).optional();
  },
});

export const Explained = z.tuple([
  z.looseObject({ Plan, 'Planning Time': optional.number, 'Execution Time': optional.number }),
]);

/** A node and all below it. */
export function* planNodes(node: PlanNode, depth = 0): Generator<readonly [PlanNode, depth: number]> {
  yield [node, depth];
  for (const child of node.Plans ?? []) yield* planNodes(child, depth + 1);
}
