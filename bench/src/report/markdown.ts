import type { Goal, Measure, Section, Series } from '../model.ts';
import { median, medianInterval, ratioOfRounds } from '../statistics.ts';
import type { Run } from './run.ts';

/** The record of a run as people read it. */
export function markdown(title: string, run: Run): string {
  const { machine, load } = run;
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  return [
    `# ${title}`,
    '',
    `Made by \`${run.command}\` on ${run.madeAt}, in ${run.tookSeconds} s.`,
    '',
    `- Machine: ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.system}`,
    `- Node: ${machine.node} for every contender`,
    `- Versions: ${versions.join('; ')}`,
    `- Load average (1, 5, 15 min): ${load.before.join(', ')} before, ${load.after.join(', ')} after; the bench itself is part of the latter`,
    '- Contenders run in turn (A B A B …). A cell is the median (least–most, number of samples); a ratio is of medians.',
    '',
    ...run.sections.flatMap(sectionLines),
  ].join('\n');
}

function sectionLines({ title, method, measures }: Section): string[] {
  const who = [...new Set(measures.flatMap(({ series }) => series.map((one) => one.who)))];
  const head = ['Measure', ...who, 'Ratio', 'Goal'];
  return [
    `## ${title}`,
    '',
    method,
    '',
    `| ${head.join(' | ')} |`,
    `|---|${who.map(() => '---:|').join('')}---|---|`,
    ...measures.map((measure) => `| ${row(measure, who).join(' | ')} |`),
    '',
  ];
}

function row(measure: Measure, who: readonly string[]): string[] {
  const cells = who.map((name) => {
    const found = measure.series.find((one) => one.who === name);
    return found ? cell(found) : '–';
  });
  return [
    `${measure.name} (${measure.unit})`,
    ...cells,
    ratios(measure).join('<br>'),
    verdicts(measure).join('<br>'),
  ];
}

function cell({ samples, gaveUp }: Series): string {
  const middle = `${gaveUp ? '> ' : ''}${shown(median(samples))}`;
  if (samples.length === 1) return middle;
  return `${middle} (${shown(Math.min(...samples))}–${shown(Math.max(...samples))}, n=${samples.length})`;
}

/** Portolan beside each of the others. */
function ratios({ series }: Measure): string[] {
  const ours = series.filter(({ who }) => who.startsWith('portolan'));
  const others = series.filter(({ who }) => !who.startsWith('portolan'));
  return ours.flatMap((one) =>
    others.map((other) => {
      const sign = other.gaveUp ? '< ' : '';
      const value = sign + shown(median(one.samples) / median(other.samples));
      return `${value} × ${other.who}${ours.length > 1 ? ` (${one.who})` : ''}`;
    }),
  );
}

function verdicts({ series, goals = [], limits = [], unit }: Measure): string[] {
  const samplesOf = (who: string) => {
    const found = series.find((one) => one.who === who);
    if (!found) throw new Error(`A goal names "${who}", which was not measured.`);
    return found.samples;
  };
  return [
    ...goals.map((goal) => {
      const [of, to] = [samplesOf(goal.of), samplesOf(goal.to)];
      return goal.equal ? equality(goal, of, to) : ratioVerdict(goal, median(of) / median(to));
    }),
    ...limits.map(({ of, atMost }) => `≤ ${atMost} ${unit}: ${verdict(median(samplesOf(of)) <= atMost)}`),
  ];
}

const verdict = (met: boolean) => (met ? 'met' : '**missed**');

function ratioVerdict({ to, atMost, atLeast }: Goal, ratio: number): string {
  const met = (atMost === undefined || ratio <= atMost) && (atLeast === undefined || ratio >= atLeast);
  const demand = atMost === undefined ? `≥ ${shown(atLeast ?? 0)}` : `≤ ${shown(atMost)}`;
  return `${demand} × ${to}: ${verdict(met)}`;
}

function equality({ to }: Goal, of: readonly number[], others: readonly number[]): string {
  const interval = medianInterval(ratioOfRounds(of, others));
  if (interval === undefined) return `equal to ${to}: too few rounds to tell`;
  return `equal to ${to}: ${verdict(interval.low <= 1)} (${shown(interval.low)}–${shown(interval.high)} × with 95 % confidence)`;
}

function shown(value: number): string {
  if (Math.abs(value) < 0.001) return Number(value.toPrecision(1)).toString();
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3;
  return Number(value.toFixed(digits)).toLocaleString('en-US', { maximumFractionDigits: 3 });
}
