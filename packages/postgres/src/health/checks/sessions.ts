import { sessionText } from '../../catalog/closed-schemas.ts';
import { type HealthCheck, unseenSessions } from '../health-check.ts';

/** Who is connected and what holds others up. */
export const sessionChecks: readonly HealthCheck[] = [
  {
    name: 'connections_used',
    threshold: 'over {limit} % of max_connections',
    limit: 80,
    severity: 'critical',
    sql: `SELECT 'server', count(*) || ' of ' || current_setting('max_connections'), NULL, NULL
      FROM pg_stat_activity WHERE backend_type = 'client backend' OR backend_type IS NULL AND usesysid IS NOT NULL
      HAVING count(*) > $3::float8 / 100 * current_setting('max_connections')::int`,
  },
  {
    name: 'idle_in_transaction',
    threshold: 'a transaction idle for over {limit} seconds',
    limit: 300,
    unseen: unseenSessions,
    severity: 'warning',
    sql: `SELECT 'pid ' || pid, usename || ' idle since ' || state_change, format('SELECT pg_terminate_backend(%s)', pid), NULL
      FROM pg_stat_activity WHERE state LIKE 'idle in transaction%' AND state_change < now() - $3::float8 * interval '1 second'`,
  },
  {
    name: 'long_statements',
    threshold: 'a statement running for over {limit} seconds',
    limit: 300,
    unseen: unseenSessions,
    quotes: true,
    severity: 'warning',
    sql: `SELECT 'pid ' || pid, usename || ': ' || ${sessionText('query', 'datname', 200)}, format('SELECT pg_cancel_backend(%s)', pid), NULL
      FROM pg_stat_activity WHERE state = 'active' AND backend_type = 'client backend' AND query_start < now() - $3::float8 * interval '1 second'`,
  },
  {
    name: 'blocked_sessions',
    threshold: 'a session waiting over {limit} seconds for a lock',
    limit: 30,
    severity: 'critical',
    sql: `SELECT 'pid ' || pid, 'waits for ' || array_to_string(pg_blocking_pids(pid), ', '), format('SELECT pg_cancel_backend(%s)', (pg_blocking_pids(pid))[1]), NULL
      FROM pg_locks WHERE NOT granted AND waitstart < now() - $3::float8 * interval '1 second' AND cardinality(pg_blocking_pids(pid)) > 0`,
  },
  {
    name: 'prepared_transactions',
    threshold: 'a prepared transaction older than {limit} seconds',
    limit: 600,
    severity: 'critical',
    sql: `SELECT gid, 'prepared ' || prepared, format('ROLLBACK PREPARED %L', gid), NULL
      FROM pg_prepared_xacts WHERE prepared < now() - $3::float8 * interval '1 second'`,
  },
  {
    name: 'deadlocks',
    threshold: 'over {limit} deadlocks since the statistics began',
    limit: 10,
    severity: 'warning',
    sql: `SELECT datname, deadlocks || ' deadlocks', NULL, NULL FROM pg_stat_database WHERE datname = current_database() AND deadlocks > $3::float8`,
  },
];
