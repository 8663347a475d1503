import { SearchWorker } from './search-worker.ts';

/**
 * Threads of the whole process, however many searches there are at once. The main thread searches too. A thread
 * costs 18 MB at work, so that two would take a search over the 40 MB that a call may hold. One also keeps a slow
 * pattern out of the way of other calls.
 */
const maxWorkers = 1;

/** Milliseconds a thread waits for another search before it ends. */
const idleMs = 5_000;

const idle: SearchWorker[] = [];
let alive = 0;
let timer: NodeJS.Timeout | undefined;

/** The threads that no other search has, new ones where there are not enough. Each must be given back. */
export async function leaseWorkers(): Promise<SearchWorker[]> {
  const { workerUrl } = await import('./content-worker.ts');
  const leased = idle.splice(0);
  while (alive < maxWorkers) {
    const worker = tryStart(workerUrl);
    if (worker === undefined) break;
    leased.push(worker);
  }
  return leased;
}

/** Where the system or Node's permissions give no thread, the search goes on without. */
function tryStart(url: string): SearchWorker | undefined {
  try {
    const worker = new SearchWorker(url, forget);
    alive += 1;
    return worker;
  } catch {
    return undefined;
  }
}

/** Takes threads back: those that are done wait for the next search, the others end. */
export function giveBack(workers: readonly SearchWorker[]): void {
  for (const worker of workers) {
    if (worker.isDead) continue;
    if (worker.load > 0) worker.stop();
    else {
      worker.rest();
      idle.push(worker);
    }
  }
  clearTimeout(timer);
  timer = setTimeout(endIdle, idleMs).unref();
}

function forget(): void {
  alive -= 1;
}

/** Ends the threads that wait for a search. */
export function endIdle(): void {
  for (const worker of idle.splice(0)) worker.stop();
}
