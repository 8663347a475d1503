import { defineResource } from '@portolan/runtime';
import { checkHealth, healthAreas } from '../health/check-health.ts';
import type { Services } from '../services.ts';

export const health = defineResource<Services>({
  name: 'health',
  title: 'Health of a source',
  description: 'What check_health finds, as JSON.',
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
  read: async ({ source = '' }, context, uri) => {
    const checks = await checkHealth(
      await context.sources.get(source, context.signal),
      healthAreas,
      context,
      (done, total) => context.progress(done, total),
    );
    return [{ uri, mimeType: 'application/json', text: JSON.stringify(checks) }];
  },
});
