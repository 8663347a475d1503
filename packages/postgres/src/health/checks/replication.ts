import type { HealthCheck } from '../health-check.ts';

/** Copies of the data and the log they are made from. */
export const replicationChecks: readonly HealthCheck[] = [
  {
    name: 'replication_lag',
    threshold: 'a standby over {limit} MB or 1 minute behind',
    limit: 100,
    unseen: `SELECT format('How far %s standbys are is not shown to this role; GRANT pg_read_all_stats TO %I', count(*), current_user)
      FROM pg_stat_replication WHERE sent_lsn IS NULL AND NOT pg_has_role('pg_read_all_stats', 'USAGE') HAVING count(*) > 0`,
    severity: 'critical',
    advises: true,
    sql: `SELECT coalesce(application_name, pid::text), coalesce(replay_lag::text, '') || ' ' || pg_size_pretty(pg_wal_lsn_diff(sent_lsn, replay_lsn)), NULL, NULL,
        CASE WHEN pg_wal_lsn_diff(flush_lsn, replay_lsn) >= pg_wal_lsn_diff(sent_lsn, flush_lsn)
          THEN 'It has the log and does not apply it: check_health on the standby says whether its replay is paused; long statements there hold it up too.'
          ELSE 'The log does not reach its disk: look at the network and the disk of the standby.' END
      FROM pg_stat_replication WHERE pg_wal_lsn_diff(sent_lsn, replay_lsn) > $3::float8 * 1048576 OR replay_lag > interval '1 minute'`,
  },
  {
    name: 'inactive_slots',
    threshold: 'a replication slot nobody reads, which keeps the log on disk',
    severity: 'critical',
    sql: `SELECT slot_name, slot_type || ', inactive', format('SELECT pg_drop_replication_slot(%L)', slot_name), NULL FROM pg_replication_slots WHERE NOT active`,
  },
  {
    name: 'archive_failures',
    threshold: 'the last attempt to archive the log failed',
    severity: 'critical',
    advises: true,
    sql: `SELECT last_failed_wal, 'failed ' || last_failed_time, NULL, NULL, 'Mend archive_command: the server''s log has what it said. The server tries again by itself, and keeps the log until then.' FROM pg_stat_archiver
      WHERE last_failed_time > coalesce(last_archived_time, '-infinity')`,
  },
  {
    name: 'replay_paused',
    threshold: 'a standby whose replay is paused',
    severity: 'warning',
    sql: `SELECT 'server', 'replay is paused', 'SELECT pg_wal_replay_resume()', NULL
      WHERE CASE WHEN pg_is_in_recovery() THEN pg_is_wal_replay_paused() ELSE false END`,
  },
];
