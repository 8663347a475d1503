import { schemaIsOpen } from '../../catalog/closed-schemas.ts';
import type { HealthCheck } from '../health-check.ts';

/** Memory, disk, numbers that run out, constraints that do not hold. */
export const storageChecks: readonly HealthCheck[] = [
  {
    name: 'cache_hit_ratio',
    threshold: 'under {limit} % of table blocks found in memory, of over 100,000',
    limit: 95,
    severity: 'warning',
    advises: true,
    sql: `SELECT datname, round(100.0 * blks_hit / (blks_hit + blks_read), 1) || ' %',
        (SELECT format('ALTER SYSTEM SET shared_buffers = %L', setting::bigint * 16 || 'kB') FROM pg_settings WHERE name = 'shared_buffers'), NULL,
        'Takes a restart, and memory: a quarter of the machine''s is usual. Indexes that let statements read less may do as well.' FROM pg_stat_database
      WHERE datname = current_database() AND blks_read + blks_hit > 100000 AND blks_hit < $3::float8 / 100 * (blks_hit + blks_read)`,
  },
  {
    name: 'temporary_files',
    threshold: 'over {limit} MB of temporary files since the statistics began',
    limit: 10_240,
    severity: 'info',
    advises: true,
    sql: `SELECT datname, pg_size_pretty(temp_bytes) || ' in ' || temp_files || ' files',
        (SELECT format('ALTER DATABASE %I SET work_mem = %L', datname, setting::bigint * 2 || 'kB') FROM pg_settings WHERE name = 'work_mem'), NULL,
        'Each sort and hash of each session may take that much; to set it for the roles or statements that sort is gentler.' FROM pg_stat_database
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
    advises: true,
    sql: `SELECT format('%I.%I', s.schemaname, s.sequencename), s.last_value || ' of ' || most,
        nullif(concat_ws('; ', CASE WHEN a.atttypid IN ('integer'::regtype, 'smallint'::regtype) THEN format('ALTER TABLE %s ALTER COLUMN %I TYPE bigint', a.attrelid::regclass, a.attname) END,
          CASE WHEN s.max_value < 9223372036854775807 AND coalesce(d.deptype, 'a') = 'a' THEN format('ALTER SEQUENCE %s AS bigint NO MAXVALUE', c.oid::regclass) END), ''), c.oid,
        CASE WHEN a.atttypid IN ('integer'::regtype, 'smallint'::regtype) THEN 'Writes every row anew while nobody can use the table; columns that refer to it have to follow.' END
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
    advises: true,
    sql: `SELECT name, setting, format('ALTER SYSTEM SET %s = on', name), NULL, 'Holds from SELECT pg_reload_conf() on.' FROM pg_settings
      WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'`,
  },
  {
    name: 'settings_pending_restart',
    threshold: 'a setting that waits for a restart',
    unseen: `SELECT format('Settings for superusers alone are not shown to this role; GRANT pg_read_all_settings TO %I', current_user)
      WHERE NOT pg_has_role('pg_read_all_settings', 'USAGE')`,
    severity: 'info',
    advises: true,
    sql: `SELECT name, setting, NULL, NULL, 'Restart the server.' FROM pg_settings WHERE pending_restart`,
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
