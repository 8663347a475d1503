import type { Touched } from './change-table.ts';
import type { Graph } from './order.ts';

/** Kinds that hold no values: they can go and be made again. */
const remade = new Set([
  'default',
  'constraint',
  'foreign key',
  'index',
  'view',
  'materialized view',
  'function',
  'procedure',
  'rule',
  'trigger',
  'policy',
  'statistics',
  'column option',
  'replica identity',
]);

/** Kinds that PostgreSQL itself rebuilds when a column gets another type. */
const rebuilt = new Set(['constraint', 'foreign key', 'index', 'statistics']);

/**
 * The parts that must go: those given, and all that need them or a changed column of a table.
 *
 * @param touched columns of tables, by the table's key
 */
export function removedParts(
  { parts, links }: Graph,
  given: Iterable<string>,
  touched: ReadonlyMap<string, readonly Touched[]>,
): Set<string> {
  const removed = new Set(given);
  const standsInTheWay = ({ key, needsKey, needsColumn }: Graph['links'][number]) => {
    if (removed.has(needsKey)) return true;
    const how = touched.get(needsKey)?.find(({ column }) => column === needsColumn)?.how;
    return how === 'gone' || (how === 'type' && !rebuilt.has(parts.get(key)?.kind ?? ''));
  };
  for (let before = -1; before !== removed.size; ) {
    before = removed.size;
    for (const link of links) {
      const kind = parts.get(link.key)?.kind ?? '';
      if (remade.has(kind) && standsInTheWay(link)) removed.add(link.key);
    }
  }
  return removed;
}

/** Those that go along with another, without a word of their own. */
export function takenAlong({ parts }: Graph, removed: ReadonlySet<string>): Set<string> {
  const along = new Set<string>();
  const goes = (key: string): boolean => removed.has(key) || along.has(key);
  for (let before = -1; before !== along.size; ) {
    before = along.size;
    for (const [key, { on }] of parts) if (on != null && goes(on)) along.add(key);
  }
  return along;
}
