/** A backend that waits, and those it waits for. */
export interface Waiter {
  readonly pid: number;
  readonly blockedBy: readonly number[];
}

/**
 * Each backend that blocks and waits for nobody, with those behind it, indented. Everyone stands there once, as near
 * to the one that blocks as can be: in a queue for one lock each waits for all before it, and all such ways would be
 * more than anybody can read, or count.
 */
export function blockingTree(waiters: readonly Waiter[]): string[] {
  const behind = new Map<number, number[]>();
  for (const { pid, blockedBy } of waiters) {
    for (const blocker of blockedBy) behind.set(blocker, [...(behind.get(blocker) ?? []), pid]);
  }
  const waiting = new Set(waiters.map(({ pid }) => pid));
  const roots = [...behind.keys()].filter((pid) => !waiting.has(pid));
  const under = nearestBlockers(roots, behind);
  return roots.flatMap((root) => linesOf(root, under));
}

/** Those directly under each backend, each waiter under one alone. */
function nearestBlockers(roots: readonly number[], behind: ReadonlyMap<number, readonly number[]>) {
  const under = new Map<number, number[]>();
  const seen = new Set(roots);
  // The list grows while it is walked.
  const queue = [...roots];
  for (const pid of queue) {
    const next = [...new Set(behind.get(pid))].filter((waiter) => !seen.has(waiter));
    for (const waiter of next) seen.add(waiter);
    under.set(pid, next);
    queue.push(...next);
  }
  return under;
}

function linesOf(root: number, under: ReadonlyMap<number, readonly number[]>): string[] {
  const lines: string[] = [];
  const open = [{ pid: root, depth: 0 }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { pid, depth } = at;
    lines.push(`${'  '.repeat(depth)}${pid}`);
    const next = under.get(pid) ?? [];
    open.push(...next.toReversed().map((waiter) => ({ pid: waiter, depth: depth + 1 })));
  }
  return lines;
}
