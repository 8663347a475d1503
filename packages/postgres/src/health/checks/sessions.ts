import { sessionText } from '../../catalog/closed-schemas.ts';
import { type HealthCheck, unseenSessions } from '../health-check.ts';

/** Who is connected and what holds others up. */
export const sessionChecks: readonly HealthCheck[] = [
  {
    name: 'connections_used',
    threshold: 'over {limit} % of max_connections',
    limit: 80,
    severity: 'critical',
    advises: true,
    sql: `SELECT 'server', format('%s of %s, %s of them idle', count(*), current_setting('max_connections'), count(*) FILTER (WHERE state = 'idle')),
        CASE WHEN count(*) FILTER (WHERE state = 'idle') > 0
          THEN 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = ''idle'' AND state_change < now() - interval ''10 minutes'''
          ELSE format('ALTER SYSTEM SET max_connections = %s', 2 * current_setting('max_connections')::int) END, NULL,
        CASE WHEN count(*) FILTER (WHERE state = 'idle') > 0 THEN 'Ends sessions that did nothing for ten minutes; a pooler in front of the server, or idle_session_timeout, keeps it so.'
          ELSE 'Takes a restart; a pooler in front of the server is usually the better way.' END
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
    // A prepared transaction has no process, which is told as 0; one that is idle has no statement to cancel.
    sql: `SELECT 'pid ' || pid,
        'waits for ' || array_to_string(array_replace(blockers::text[], '0', 'a prepared transaction'), ', '),
        CASE
          WHEN blockers[1] = 0 THEN 'SELECT gid, prepared FROM pg_prepared_xacts'
          WHEN EXISTS (SELECT FROM pg_stat_activity a WHERE a.pid = blockers[1] AND a.state LIKE 'idle in transaction%') THEN format('SELECT pg_terminate_backend(%s)', blockers[1])
          ELSE format('SELECT pg_cancel_backend(%s)', blockers[1])
        END, NULL
      FROM (SELECT pid, pg_blocking_pids(pid) AS blockers FROM pg_locks WHERE NOT granted AND waitstart < now() - $3::float8 * interval '1 second') waiting
      WHERE cardinality(blockers) > 0`,
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
    advises: true,
    sql: `SELECT datname, deadlocks || ' deadlocks', NULL, NULL, 'The server''s log has the statements of each: let all transactions lock rows in one order, and keep them short.' FROM pg_stat_database WHERE datname = current_database() AND deadlocks > $3::float8`,
  },
];
