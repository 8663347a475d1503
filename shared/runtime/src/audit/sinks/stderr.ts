import type { Writable } from 'node:stream';
import { newChain } from '../chain.ts';
import type { AuditSink } from '../sink.ts';

/**
 * Writes each record as one line to standard error; the chain begins with the process. A pipe whose
 * reader went away stays broken, and the audit says so.
 */
export function createStderrSink(stream: Writable = process.stderr): AuditSink {
  let ready = false;
  // The fault reaches the callback of the write; without a listener it would end the process as well.
  const ignore = () => {};
  return {
    name: 'stderr',
    prepare: async () => {
      if (ready) return undefined;
      if (stream.listenerCount('error') === 0) stream.on('error', ignore);
      ready = true;
      return { head: newChain() };
    },
    append: ({ lines }) =>
      new Promise((resolve, reject) => {
        const failed = (error: Error) => {
          ready = false;
          reject(error);
        };
        // A stream that has failed takes writes without ever answering them.
        if (stream.errored) return failed(stream.errored);
        stream.write(lines.join(''), (error) => (error ? failed(error) : resolve()));
      }),
    close: async () => {
      stream.off('error', ignore);
    },
  };
}
