import { type HealthCheck, unseenCounts } from '../health-check.ts';

/** A database that takes no connections has to take them first. */
const inDatabase = `
  CASE WHEN datallowconn THEN 'VACUUM (FREEZE)' ELSE format('ALTER DATABASE %I ALLOW_CONNECTIONS true', datname) END`;

const connect = `
  format(CASE WHEN datallowconn THEN 'Connect to %I and run it there' ELSE 'Then connect to %I, run VACUUM (FREEZE) there, and close it again' END
    || '; a transaction, prepared transaction or slot that is older holds it back.', datname)`;

/** Dead rows, old transaction numbers and old statistics. */
export const vacuumChecks: readonly HealthCheck[] = [
  {
    name: 'transaction_id_age',
    threshold: 'a database older than {limit} million transactions; writing stops at 2100 million',
    limit: 1_000,
    severity: 'critical',
    advises: true,
    sql: `SELECT datname, age(datfrozenxid) || ' transactions', ${inDatabase}, NULL, ${connect} FROM pg_database WHERE age(datfrozenxid) > $3::float8 * 1000000`,
  },
  {
    name: 'multixact_age',
    threshold: 'a database older than {limit} million multixacts',
    limit: 1_000,
    severity: 'critical',
    advises: true,
    sql: `SELECT datname, mxid_age(datminmxid) || ' multixacts', ${inDatabase}, NULL, ${connect} FROM pg_database WHERE mxid_age(datminmxid) > $3::float8 * 1000000`,
  },
  {
    name: 'table_freeze_age',
    threshold: 'a table {limit} times past autovacuum_freeze_max_age',
    limit: 1.5,
    severity: 'warning',
    sql: `SELECT c.oid::regclass::text, age(c.relfrozenxid) || ' transactions', format('VACUUM (FREEZE) %s', c.oid::regclass), c.oid
      FROM pg_class c WHERE c.relkind IN ('r', 'm', 't') AND age(c.relfrozenxid) > $3::float8 * current_setting('autovacuum_freeze_max_age')::bigint`,
  },
  {
    name: 'dead_rows',
    threshold: 'over 10,000 dead rows and over {limit} % of the table',
    limit: 20,
    unseen: unseenCounts,
    severity: 'warning',
    sql: `SELECT relid::regclass::text, n_dead_tup || ' dead, ' || n_live_tup || ' live', format('VACUUM (ANALYZE) %s', relid::regclass), relid
      FROM pg_stat_user_tables WHERE n_dead_tup > 10000 AND n_dead_tup > $3::float8 / 100 * n_live_tup ORDER BY n_dead_tup DESC`,
  },
  {
    name: 'never_analyzed',
    threshold: 'a table of over {limit} rows that was never analyzed',
    limit: 1_000,
    unseen: unseenCounts,
    severity: 'warning',
    sql: `SELECT relid::regclass::text, n_live_tup || ' rows', format('ANALYZE %s', relid::regclass), relid
      FROM pg_stat_user_tables WHERE last_analyze IS NULL AND last_autoanalyze IS NULL AND n_live_tup > $3::float8`,
  },
  {
    name: 'stale_statistics',
    threshold: 'over 10,000 changes and over {limit} % of the table since it was analyzed',
    limit: 20,
    unseen: unseenCounts,
    severity: 'warning',
    sql: `SELECT relid::regclass::text, n_mod_since_analyze || ' changes', format('ANALYZE %s', relid::regclass), relid
      FROM pg_stat_user_tables WHERE n_mod_since_analyze > 10000 AND n_mod_since_analyze > $3::float8 / 100 * n_live_tup`,
  },
  {
    name: 'autovacuum_off',
    threshold: 'autovacuum switched off, for the server or a table',
    severity: 'critical',
    advises: true,
    sql: `SELECT 'server', 'autovacuum = off', 'ALTER SYSTEM SET autovacuum = on', NULL::oid, 'Holds from SELECT pg_reload_conf() on.' WHERE current_setting('autovacuum') = 'off'
      UNION ALL SELECT c.oid::regclass::text, array_to_string(c.reloptions, ', '), format('ALTER TABLE %s RESET (autovacuum_enabled)', c.oid::regclass), c.oid, NULL
      FROM pg_class c WHERE EXISTS (SELECT FROM pg_options_to_table(c.reloptions) WHERE option_name = 'autovacuum_enabled' AND NOT option_value::boolean)`,
  },
];
