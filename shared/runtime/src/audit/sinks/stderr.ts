import { newChain } from '../chain.ts';
import type { AuditSink } from '../sink.ts';

/** Writes each record as one line to standard error; the chain begins with the process. */
export function createStderrSink(stream: NodeJS.WritableStream = process.stderr): AuditSink {
  let ready = false;
  return {
    name: 'stderr',
    prepare: async () => {
      if (ready) return undefined;
      ready = true;
      return { head: newChain() };
    },
    append: ({ lines }) =>
      new Promise((resolve, reject) => {
        const done = (error?: Error | null) => {
          if (error === undefined || error === null) return resolve();
          ready = false;
          reject(error);
        };
        stream.write(lines.join(''), done);
      }),
    close: async () => {},
  };
}
