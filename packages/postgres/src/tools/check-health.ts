import * as z from 'zod';
import { checkHealth, healthAreas } from '../health/check-health.ts';
import { defineSourceTool } from './define-source-tool.ts';

export const checkHealthTool = defineSourceTool({
  name: 'check_health',
  title: 'Check Health',
  toolset: 'health',
  description:
    'Some 30 checks with threshold, evidence, SQL or advice; what could not be examined and why. limits changes thresholds by check name.',
  effect: 'read',
  input: {
    areas: z.array(z.enum(healthAreas)).min(1).optional(),
    showPassed: z.boolean().optional(),
    limits: z.record(z.string(), z.number().min(0)).optional(),
  },
  output: z.object({
    checks: z.array(z.unknown()),
    passed: z.array(z.string()),
  }),
  run: async ({ areas, limits, showPassed = false }, source, options, { progress }) => {
    const results = await checkHealth(source, { areas, limits }, options, progress);
    const isShown = ({ status }: (typeof results)[number]) => showPassed || status !== 'ok';
    return {
      checks: results.filter(isShown),
      passed: results.filter((result) => !isShown(result)).map(({ name }) => name),
    };
  },
});
