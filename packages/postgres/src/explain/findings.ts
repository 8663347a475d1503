import { type PlanNode, planNodes } from './plan.ts';

/** Rows a sequential scan may read before it is worth a word. */
const MANY_ROWS = 10_000;
/** How far an estimate may be off, as a factor. */
const MISJUDGED = 10;
/** Part of what was read that a filter may throw away. */
const WASTED = 0.9;

/** What stands out in a plan, in words. */
export function findings(plan: PlanNode): string[] {
  return [...planNodes(plan)].flatMap(([node]) =>
    [
      scan(node),
      wasted(node),
      misjudged(node),
      spilled(node),
      batches(node),
      repeated(node),
      workers(node),
    ].filter((found) => found !== undefined),
  );
}

const on = (node: PlanNode) => node['Relation Name'] ?? node.Alias ?? 'a step';

function scan(node: PlanNode): string | undefined {
  const { Filter } = node;
  if (node['Node Type'] !== 'Seq Scan' || Filter === undefined) return undefined;
  const removed = node['Rows Removed by Filter'] ?? 0;
  const read = (node['Actual Rows'] ?? node['Plan Rows']) + removed;
  // An index does not help who needs most of a table.
  if (node['Actual Rows'] !== undefined && removed < read / 2) return undefined;
  const many = read > MANY_ROWS || node['Total Cost'] > MANY_ROWS / 10;
  return many
    ? `${on(node)} is read from end to end for ${Filter}: an index on the filtered columns may help.`
    : undefined;
}

function wasted(node: PlanNode): string | undefined {
  const removed = node['Rows Removed by Filter'] ?? 0;
  const kept = node['Actual Rows'] ?? 0;
  if (removed < MANY_ROWS || removed / (removed + kept) < WASTED || node['Node Type'] === 'Seq Scan')
    return undefined;
  return `${node['Node Type']} on ${on(node)} throws away ${removed} of ${removed + kept} rows it reads.`;
}

function misjudged(node: PlanNode): string | undefined {
  const actual = node['Actual Rows'];
  if (actual === undefined || Math.max(actual, node['Plan Rows']) < 100) return undefined;
  const factor = Math.max(actual, 1) / Math.max(node['Plan Rows'], 1);
  if (factor < MISJUDGED && factor > 1 / MISJUDGED) return undefined;
  return `${node['Node Type']} on ${on(node)}: ${node['Plan Rows']} rows expected, ${actual} came. ANALYZE, or extended statistics, may mend the estimate.`;
}

function spilled(node: PlanNode): string | undefined {
  if (node['Sort Space Type'] !== 'Disk') return undefined;
  return `A sort went to disk (${node['Sort Space Used']} kB): more work_mem, fewer columns, or an index in that order.`;
}

function batches(node: PlanNode): string | undefined {
  const count = node['Hash Batches'] ?? 1;
  return count > 1
    ? `A hash needed ${count} batches on disk: more work_mem would keep it in memory.`
    : undefined;
}

function repeated(node: PlanNode): string | undefined {
  const [outer, inner] = node.Plans ?? [];
  if (node['Node Type'] !== 'Nested Loop' || inner === undefined || outer === undefined) return undefined;
  const loops = inner['Actual Loops'] ?? outer['Plan Rows'];
  if (loops < 1_000 || inner['Node Type'] !== 'Seq Scan') return undefined;
  return `${on(inner)} is read from end to end ${loops} times in a nested loop: an index on its join column would avoid it.`;
}

function workers(node: PlanNode): string | undefined {
  const { 'Workers Planned': planned = 0, 'Workers Launched': launched } = node;
  if (launched === undefined || launched >= planned) return undefined;
  return `${launched} of ${planned} parallel workers started: max_parallel_workers is used up.`;
}

/** The plan as an indented list. */
export const renderPlan = (plan: PlanNode): string =>
  [...planNodes(plan)]
    .map(([node, depth]) => {
      const where = node['Relation Name'] ? ` on ${node['Relation Name']}` : '';
      const index = node['Index Name'] ? ` using ${node['Index Name']}` : '';
      const actual =
        node['Actual Rows'] === undefined
          ? ''
          : `, actual rows ${node['Actual Rows']} × ${node['Actual Loops']}, ${node['Actual Total Time']} ms`;
      const condition = [node['Index Cond'], node.Filter].filter(Boolean).join(' and ');
      const cost = `cost ${node['Total Cost']}, rows ${node['Plan Rows']}${actual}`;
      return `${'  '.repeat(depth)}${node['Node Type']}${index}${where} (${cost})${condition ? ` ${condition}` : ''}`;
    })
    .join('\n');
