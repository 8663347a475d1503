import type { FilePlace } from '../file-place.ts';
import type { FileScan, Pauses } from '../file-scan.ts';
import type { ScanLimits } from '../scan-text.ts';
import type { BatchReply, WorkerOutcome } from './messages.ts';

/** UTF-16 units of text one reply may hold before the rest of its batch is left for later. */
const maxReplyText = 1024 * 1024;

/** Searches files one after the other, until all are done or the reply is large. */
export async function scanBatch(
  scan: FileScan,
  files: Iterable<FilePlace>,
  limits: ScanLimits,
  pauses?: Pauses,
): Promise<BatchReply> {
  const started = performance.now();
  const outcomes: [number, WorkerOutcome][] = [];
  let searched = 0;
  let text = 0;
  let isWhole = true;
  for (const file of files) {
    const scanned = scanOrLeave(scan, file, limits);
    const outcome = scanned instanceof Promise ? await scanned : scanned;
    if (outcome !== undefined) outcomes.push([searched, outcome]);
    searched += 1;
    text += textOf(outcome);
    if (text >= maxReplyText) {
      isWhole = false;
      break;
    }
    if (pauses?.over === true) await pauses.rest();
  }
  return { searched, isWhole, outcomes, tookMs: performance.now() - started };
}

type Scanned = WorkerOutcome | undefined;

/** An error cannot cross to another thread as what it is, so the file that raised it is searched there again. */
function scanOrLeave(
  scan: FileScan,
  { folder, entry }: FilePlace,
  limits: ScanLimits,
): Scanned | Promise<Scanned> {
  try {
    const scanned = scan.scan(folder, entry.rawName, limits);
    return scanned instanceof Promise ? scanned.catch(leave) : scanned;
  } catch {
    return leave();
  }
}

const leave = (): WorkerOutcome => ({ kind: 'again' });

/** UTF-16 units of the lines an outcome holds. */
export function textOf(outcome: Scanned): number {
  if (outcome?.kind !== 'found') return 0;
  return outcome.matches.lines.reduce((sum, { text }) => sum + text.length, 0);
}
