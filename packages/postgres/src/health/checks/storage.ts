import type { HealthCheck } from '../health-check.ts';

/** Memory, disk, numbers that run out, constraints that do not hold. */
export const storageChecks: readonly HealthCheck[] = [
  {
    name: 'cache_hit_ratio',
    threshold: 'under 95 % of table blocks found in memory, of over 100,000',
    severity: 'warning',
    sql: `SELECT datname, round(100.0 * blks_hit / (blks_hit + blks_read), 1) || ' %', 'Raise shared_buffers, or read less', NULL FROM pg_stat_database
      WHERE datname = current_database() AND blks_read + blks_hit > 100000 AND blks_hit < 0.95 * (blks_hit + blks_read)`,
  },
  {
    name: 'temporary_files',
    threshold: 'over 10 GB of temporary files since the statistics began',
    severity: 'info',
    sql: `SELECT datname, pg_size_pretty(temp_bytes) || ' in ' || temp_files || ' files', 'Raise work_mem for the statements that sort', NULL FROM pg_stat_database
      WHERE datname = current_database() AND temp_bytes > 10737418240`,
  },
  {
    name: 'sequences_near_end',
    threshold: 'a sequence past 75 % of what it or its column can hold',
    severity: 'critical',
    sql: `SELECT format('%I.%I', s.schemaname, s.sequencename), s.last_value || ' of ' || most, 'Change the column to bigint', c.oid
      FROM pg_sequences s JOIN pg_namespace n ON n.nspname = s.schemaname
      JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = s.sequencename AND c.relkind = 'S'
      LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
      LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
      CROSS JOIN LATERAL (SELECT least(s.max_value, CASE coalesce(a.atttypid, s.data_type::oid)
        WHEN 'integer'::regtype THEN 2147483647 WHEN 'smallint'::regtype THEN 32767 ELSE s.max_value END) AS most) bound
      WHERE s.last_value > 0.75 * most`,
  },
  {
    name: 'unvalidated_constraints',
    threshold: 'a constraint that was never checked against the rows there are',
    severity: 'warning',
    sql: `SELECT conrelid::regclass::text, conname, format('ALTER TABLE %s VALIDATE CONSTRAINT %I', conrelid::regclass, conname), conrelid
      FROM pg_constraint WHERE NOT convalidated AND conrelid <> 0`,
  },
  {
    name: 'unsafe_settings',
    threshold: 'fsync, full_page_writes or synchronous_commit off',
    severity: 'critical',
    sql: `SELECT name, setting, format('ALTER SYSTEM SET %s = on', name), NULL FROM pg_settings
      WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'`,
  },
  {
    name: 'settings_pending_restart',
    threshold: 'a setting that waits for a restart',
    severity: 'info',
    sql: `SELECT name, setting, 'Restart the server', NULL FROM pg_settings WHERE pending_restart`,
  },
  {
    name: 'collation_versions',
    threshold: 'a collation whose order changed under its indexes',
    severity: 'critical',
    since: 150_000,
    sql: `SELECT datname, datcollversion || ' recorded, ' || pg_database_collation_actual_version(oid) || ' installed',
        format('REINDEX DATABASE %I; ALTER DATABASE %I REFRESH COLLATION VERSION', datname, datname), NULL
      FROM pg_database WHERE datname = current_database() AND datcollversion <> pg_database_collation_actual_version(oid)`,
  },
  {
    name: 'outdated_extensions',
    threshold: 'an extension older than the one installed beside the server',
    severity: 'info',
    sql: `SELECT name, installed_version || ', available ' || default_version, format('ALTER EXTENSION %I UPDATE', name), NULL
      FROM pg_available_extensions WHERE installed_version <> default_version`,
  },
];
