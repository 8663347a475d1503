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

  it('examines everything on this server for a role that may see it', async () => {
    const { ok } = await connectTools(inject('adminUrl'), { argv: ['--allow-superuser'] });
    const { checks } = await ok('check_health', { showPassed: true });
    const total = healthAreas.flatMap((area) => healthChecks[area]).length;
    expect(total).toBeGreaterThanOrEqual(25);
    expect(checks).toHaveLength(total);
    expect(JSON.stringify(checks)).not.toContain('not_examined');
  });

  it('says what of it the usual role may not see, and how it could', async () => {
    const { ok } = await connectTools(url);
    const { checks } = await ok('check_health', { showPassed: true });
    const unseen = Array.isArray(checks) ? checks.filter(({ status }) => status === 'not_examined') : [];
    expect(unseen).toEqual([
      expect.objectContaining({
        name: 'sequences_near_end',
        why: expect.stringMatching(
          /^\d+ sequences say nothing to this role; GRANT SELECT ON ALL SEQUENCES IN SCHEMA .*sales.* TO reader\.$/,
        ),
      }),
      expect.objectContaining({
        name: 'settings_pending_restart',
        why: expect.stringContaining('GRANT pg_read_all_settings TO reader'),
      }),
    ]);
  });

  it('takes other limits, of checks that have one', async () => {
    const { ok, refused } = await connectTools(url);
    const { checks } = await ok('check_health', { limits: { transaction_id_age: 0 } });
    expect(checks).toContainEqual(
      expect.objectContaining({
        name: 'transaction_id_age',
        threshold: 'a database older than 0 million transactions; writing stops at 2100 million',
        evidence: expect.arrayContaining([
          {
            object: 'postgres',
            found: expect.stringMatching(/^\d+ transactions$/),
            fix: 'VACUUM (FREEZE)',
            advice: expect.stringContaining('Connect to postgres'),
          },
          expect.objectContaining({
            object: 'template0',
            fix: 'ALTER DATABASE template0 ALLOW_CONNECTIONS true',
          }),
        ]),
      }),
    );
    expect(await refused('check_health', { limits: { transaction_ages: 0 } })).toContain('transaction_ages');
    expect(await refused('check_health', { limits: { invalid_indexes: 1 } })).toContain('invalid_indexes');
  });

  it('looks at one area alone', async () => {
    const { ok } = await connectTools(url);
    const { checks } = await ok('check_health', { areas: ['replication'], showPassed: true });
    expect(checks).toHaveLength(healthChecks.replication.length);
  });

  it('refuses to look at no area at all', async () => {
    const { refused } = await connectTools(url);
    expect(await refused('check_health', { areas: [] })).toMatch(/^invalid_arguments: .*areas/);
  });
});
