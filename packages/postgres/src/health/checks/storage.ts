import { schemaIsOpen } from '../../catalog/closed-schemas.ts';
import type { HealthCheck } from '../health-check.ts';

/** Memory, disk, numbers that run out, constraints that do not hold. */
export const storageChecks: readonly HealthCheck[] = [
  {
    name: 'cache_hit_ratio',
    threshold: 'under {limit} % of table blocks found in memory, of over 100,000',
    limit: 95,
    severity: 'warning',
    sql: `SELECT datname, round(100.0 * blks_hit / (blks_hit + blks_read), 1) || ' %', 'Raise shared_buffers, or read less', NULL FROM pg_stat_database
      WHERE datname = current_database() AND blks_read + blks_hit > 100000 AND blks_hit < $3::float8 / 100 * (blks_hit + blks_read)`,
  },
  {
    name: 'temporary_files',
    threshold: 'over {limit} MB of temporary files since the statistics began',
    limit: 10_240,
    severity: 'info',
    sql: `SELECT datname, pg_size_pretty(temp_bytes) || ' in ' || temp_files || ' files', 'Raise work_mem for the statements that sort', NULL FROM pg_stat_database
      WHERE datname = current_database() AND temp_bytes > $3::float8 * 1048576`,
  },
  {
    name: 'sequences_near_end',
    threshold: 'a sequence past {limit} % of what it or its column can hold',
    limit: 75,
    unseen: `SELECT format('%s sequences say nothing to this role; GRANT SELECT ON ALL SEQUENCES IN SCHEMA %s TO %I', count(*), string_agg(DISTINCT quote_ident(n.nspname), ', '), current_user)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE CASE c.relkind WHEN 'S' THEN NOT has_sequence_privilege(c.oid, 'SELECT, USAGE') END AND NOT pg_is_other_temp_schema(n.oid) AND ${schemaIsOpen('n.nspname')}
      HAVING count(*) > 0`,
    severity: 'critical',
    sql: `SELECT format('%I.%I', s.schemaname, s.sequencename), s.last_value || ' of ' || most, 'Change the column to bigint', c.oid
      FROM pg_sequences s JOIN pg_namespace n ON n.nspname = s.schemaname
      JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = s.sequencename AND c.relkind = 'S'
      LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
      LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
      CROSS JOIN LATERAL (SELECT least(s.max_value, CASE coalesce(a.atttypid, s.data_type::oid)
        WHEN 'integer'::regtype THEN 2147483647 WHEN 'smallint'::regtype THEN 32767 ELSE s.max_value END) AS most) bound
      WHERE s.last_value > $3::float8 / 100 * most`,
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
    unseen: `SELECT format('Settings for superusers alone are not shown to this role; GRANT pg_read_all_settings TO %I', current_user)
      WHERE NOT pg_has_role('pg_read_all_settings', 'USAGE')`,
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
      FROM pg_database WHERE datname = current_database() AND datcollversion <> pg_database_collation_actual_version(oid)
      UNION ALL SELECT format('%I.%I', n.nspname, c.collname), c.collversion || ' recorded, ' || pg_collation_actual_version(c.oid) || ' installed',
        format('REINDEX DATABASE %I; ALTER COLLATION %I.%I REFRESH VERSION', current_database(), n.nspname, c.collname), NULL
      FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
      WHERE c.collversion <> pg_collation_actual_version(c.oid) AND ${schemaIsOpen('n.nspname')}`,
  },
  {
    name: 'outdated_extensions',
    threshold: 'an extension older than the one installed beside the server',
    severity: 'info',
    sql: `SELECT name, installed_version || ', available ' || default_version, format('ALTER EXTENSION %I UPDATE', name), NULL
      FROM pg_available_extensions WHERE installed_version <> default_version`,
  },
];
