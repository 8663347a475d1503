import { expectCount } from '../expect-count.ts';
import type { Measure } from '../model.ts';
import { askOurs, type OurAnswer } from './ask.ts';
import { type Asked, PLACE } from './measure.ts';
import { LOG_ERROR } from './texts.ts';
import { LOG_ERRORS, LOG_LINES } from './world.ts';

/** The end of a log, and the lines of it that say what is wrong. */
export async function logs({ world, ours }: Asked): Promise<Measure[]> {
  const name = 'get_job_logs';
  const args = { ...PLACE, run_id: world.runId };
  const end = await askOurs(ours, { name, args });
  const found = await askOurs(ours, { name, args: { ...args, grep: LOG_ERROR } });
  expectCount('the end of the log', Number(end.found.lastLine), LOG_LINES);
  expectCount('lines with an error', Number(found.found.matches), LOG_ERRORS);
  const raw = Buffer.byteLength(world.log);
  return [
    logMeasure('`get_job_logs`, the end of the failed step', raw, end),
    logMeasure('`get_job_logs`, `grep` for what is wrong', raw, found),
  ];
}

const logMeasure = (name: string, raw: number, { bytes, textBytes }: OurAnswer): Measure => ({
  name,
  unit: 'bytes',
  series: [
    { who: 'GitHub', samples: [raw] },
    { who: 'portolan', samples: [bytes] },
    { who: 'portolan, text alone', samples: [textBytes] },
  ],
  goals: [{ of: 'portolan', to: 'GitHub', atMost: 0.3 }],
});
