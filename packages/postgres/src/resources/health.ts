import { defineResource } from '@portolan/runtime';
import { checkHealth } from '../health/check-health.ts';
import type { Context, Services } from '../services.ts';
import { watchChanges } from './watch-changes.ts';

/** Shortest time between two looks for subscribers, milliseconds. */
const WATCH_MS = 5_000;

export const health = defineResource<Services>({
  name: 'health',
  title: 'Health of a source',
  description: 'What check_health finds, as JSON; subscribers hear when the state of a check changes.',
  needs: ['check_health'],
  uri: 'postgres://{source}/health',
  mimeType: 'application/json',
  list: async (_cursor, { sources }) => ({
    resources: sources.all.map(({ settings: { alias } }) => ({
      uri: `postgres://${alias}/health`,
      name: `Health of ${alias}`,
    })),
  }),
  complete: {
    source: async (typed, _others, { sources }) =>
      sources.all.map(({ settings }) => settings.alias).filter((alias) => alias.startsWith(typed)),
  },
  read: async ({ source }, context, uri) => {
    const checks = await results(context, source, (done, total) => context.progress(done, total));
    return [{ uri, mimeType: 'application/json', text: JSON.stringify(checks) }];
  },
  watch: (uri, changed, context) => {
    const alias = new URL(uri).hostname;
    const look = async (signal: AbortSignal) => {
      const checks = await results({ ...context, signal }, alias, () => {});
      return JSON.stringify(checks.map(({ name, status }) => [name, status]));
    };
    return watchChanges(WATCH_MS, look, changed);
  },
});

const results = async (
  context: Context,
  alias: string | undefined,
  progress: (done: number, total: number) => void,
) => checkHealth(await context.sources.get(alias, context.signal), {}, context, progress);
