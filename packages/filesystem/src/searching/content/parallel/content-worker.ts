import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { FileScan } from '../file-scan.ts';
import { createLineMatcher } from '../line-matcher.ts';
import type { ScanLimits } from '../scan-text.ts';
import { filesOf } from './batch.ts';
import { type FromWorker, type ToWorker, workerMark } from './messages.ts';
import { scanBatch } from './scan-batch.ts';

/** Where this module is, from source and in a bundle alike. */
export const workerUrl = import.meta.url;

/** Nothing else waits in this thread, and it is ended from outside. */
const never = { over: false, rest: async () => {} };

interface Work {
  readonly files: FileScan;
  readonly limits: ScanLimits;
}

function serve(port: MessagePort): void {
  const say = (message: FromWorker): void => port.postMessage(message);
  let work: Work | undefined;
  const handle = async (message: ToWorker): Promise<void> => {
    if (message.kind === 'task') {
      const { pattern, limits } = message.task;
      work = { files: new FileScan(await createLineMatcher(pattern), never), limits };
      say({ kind: 'ready' });
    } else if (work !== undefined) {
      say({ kind: 'batch', reply: await scanBatch(work.files, filesOf(message.batch), work.limits) });
    }
  };
  let last: Promise<void> = Promise.resolve();
  port.on('message', (message: ToWorker) => {
    last = last.then(() => handle(message));
  });
}

if (workerData === workerMark && parentPort !== null) serve(parentPort);
