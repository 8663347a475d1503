import type { Attributes } from './semantic-conventions.ts';
import { durationMetric } from './semantic-conventions.ts';

/** Combinations of labels that are kept apart; any further one is counted in one series marked as overflow. */
const maxSeries = 2_000;
/** A client may send a protocol version of any length. */
const maxLabelLength = 128;
const overflow: Attributes = { 'otel.metric.overflow': 'true' };

interface Series {
  readonly labels: string;
  /** Not cumulative; one more than the boundaries, for what is above the last. */
  readonly counts: number[];
  sum: number;
}

/** Counts durations and writes them out; labels are bounded in number and length. */
export interface DurationHistogram {
  record(seconds: number, attributes: Attributes): void;
  /** The Prometheus text format, version 0.0.4. */
  exposition(): string;
}

/** The duration histogram under its Prometheus name, for `/metrics` without the OpenTelemetry SDK. */
export function createDurationHistogram(): DurationHistogram {
  const series = new Map<string, Series>();
  const { boundaries } = durationMetric;
  const find = (attributes: Attributes): Series => {
    const labels = renderLabels(attributes);
    const known = series.get(labels);
    if (known) return known;
    if (series.size >= maxSeries && attributes !== overflow) return find(overflow);
    const made = { labels, counts: Array.from({ length: boundaries.length + 1 }, () => 0), sum: 0 };
    series.set(labels, made);
    return made;
  };
  return {
    record(seconds, attributes) {
      const found = find(attributes);
      const above = boundaries.findIndex((boundary) => seconds <= boundary);
      const index = above === -1 ? boundaries.length : above;
      found.counts[index] = (found.counts[index] ?? 0) + 1;
      found.sum += seconds;
    },
    exposition: () =>
      [
        `# HELP ${prometheusName} ${durationMetric.description}`,
        `# TYPE ${prometheusName} histogram`,
        ...[...series.values()].flatMap(renderSeries),
        '',
      ].join('\n'),
  };
}

const prometheusName = `${durationMetric.name.replaceAll('.', '_')}_seconds`;

function renderSeries({ labels, counts, sum }: Series): string[] {
  let total = 0;
  const buckets = [...durationMetric.boundaries, '+Inf'].map((boundary, index) => {
    total += counts[index] ?? 0;
    return `${prometheusName}_bucket{${labels},le="${boundary}"} ${total}`;
  });
  return [
    ...buckets,
    `${prometheusName}_sum{${labels}} ${sum}`,
    `${prometheusName}_count{${labels}} ${total}`,
  ];
}

function renderLabels(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => `${name.replaceAll('.', '_')}="${escapeLabel(value)}"`)
    .join(',');
}

function escapeLabel(value: string): string {
  const short = value.slice(0, maxLabelLength);
  if (!/[\\"\n]/.test(short)) return short;
  return short.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
