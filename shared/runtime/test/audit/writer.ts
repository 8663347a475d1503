/** Run by the crash test: audited writes in a loop, each acknowledged on standard output, until killed. */
import { writeSync } from 'node:fs';
import { startAudit, writeCall } from './fixtures.ts';

const { audit } = startAudit({ destination: process.argv[2] ?? '' });
let count = 0;

async function write(worker: number): Promise<void> {
  for (;;) {
    const mark = `${process.pid}-${worker}-${count++}`;
    const entry = await audit.open({ ...writeCall, arguments: { mark, filler: 'x'.repeat(count % 120) } });
    writeSync(1, `${mark}\n`);
    await entry.close({ status: 'ok', durationMs: 0 });
  }
}

await Promise.all([1, 2, 3, 4].map(write));
