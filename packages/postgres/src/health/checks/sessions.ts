import { sessionText } from '../../catalog/closed-schemas.ts';
import type { HealthCheck } from '../health-check.ts';

/** Who is connected and what holds others up. */
export const sessionChecks: readonly HealthCheck[] = [
  {
    name: 'connections_used',
    threshold: 'over 80 % of max_connections',
    severity: 'critical',
    sql: `SELECT 'server', count(*) || ' of ' || current_setting('max_connections'), NULL, NULL
      FROM pg_stat_activity WHERE backend_type = 'client backend' HAVING count(*) > 0.8 * current_setting('max_connections')::int`,
  },
  {
    name: 'idle_in_transaction',
    threshold: 'a transaction idle for over 5 minutes',
    severity: 'warning',
    sql: `SELECT 'pid ' || pid, usename || ' idle since ' || state_change, format('SELECT pg_terminate_backend(%s)', pid), NULL
      FROM pg_stat_activity WHERE state LIKE 'idle in transaction%' AND state_change < now() - interval '5 minutes'`,
  },
  {
    name: 'long_statements',
    threshold: 'a statement running for over 5 minutes',
    quotes: true,
    severity: 'warning',
    sql: `SELECT 'pid ' || pid, usename || ': ' || ${sessionText('query', 'datname', 200)}, format('SELECT pg_cancel_backend(%s)', pid), NULL
      FROM pg_stat_activity WHERE state = 'active' AND backend_type = 'client backend' AND query_start < now() - interval '5 minutes'`,
  },
  {
    name: 'blocked_sessions',
    threshold: 'a session waiting over 30 seconds for a lock',
    severity: 'critical',
    sql: `SELECT 'pid ' || pid, 'waits for ' || array_to_string(pg_blocking_pids(pid), ', '), NULL, NULL FROM pg_stat_activity
      WHERE cardinality(pg_blocking_pids(pid)) > 0 AND state_change < now() - interval '30 seconds'`,
  },
  {
    name: 'prepared_transactions',
    threshold: 'a prepared transaction older than 10 minutes',
    severity: 'critical',
    sql: `SELECT gid, 'prepared ' || prepared, format('ROLLBACK PREPARED %L', gid), NULL
      FROM pg_prepared_xacts WHERE prepared < now() - interval '10 minutes'`,
  },
  {
    name: 'deadlocks',
    threshold: 'over 10 deadlocks since the statistics began',
    severity: 'warning',
    sql: `SELECT datname, deadlocks || ' deadlocks', NULL, NULL FROM pg_stat_database WHERE datname = current_database() AND deadlocks > 10`,
  },
];
