import { describe, expect, inject, it } from 'vitest';
import { healthAreas, healthChecks } from '../health/check-health.ts';
import { connectTools } from './test-support.ts';

const url = inject('readerUrl');

describe('check_health', () => {
  it('finds what is wrong, with evidence and the SQL that mends it', async () => {
    const { ok } = await connectTools(url);
    const { checks, passed } = await ok('check_health');
    expect(checks).toContainEqual({
      name: 'foreign_keys_without_index',
      status: 'warning',
      threshold: expect.any(String),
      evidence: [
        expect.objectContaining({
          object: 'sales.opportunities',
          fix: 'CREATE INDEX CONCURRENTLY ON sales.opportunities (customer_id)',
        }),
      ],
    });
    expect(checks).toContainEqual(expect.objectContaining({ name: 'unsafe_settings', status: 'critical' }));
    expect(passed).toContain('transaction_id_age');
  });

  it('examines everything on this server', async () => {
    const { ok } = await connectTools(url);
    const { checks } = await ok('check_health', { showPassed: true });
    const total = healthAreas.flatMap((area) => healthChecks[area]).length;
    expect(total).toBeGreaterThanOrEqual(25);
    expect(checks).toHaveLength(total);
    expect(JSON.stringify(checks)).not.toContain('not_examined');
  });

  it('looks at one area alone', async () => {
    const { ok } = await connectTools(url);
    const { checks } = await ok('check_health', { areas: ['replication'], showPassed: true });
    expect(checks).toHaveLength(healthChecks.replication.length);
  });
});
