/**
 * Functions of `pg_catalog` that may not be called although a read-only transaction does not stop them:
 * they read files, run strings, reach the network, control the server, wait, or leave something behind.
 * Those that are volatile and not listed as harmless are refused as well; these are the rest, which claim
 * to be stable or immutable, and families whose members grow with versions.
 */
const refusedNames = new Set([
  'query_to_xml',
  'query_to_xmlschema',
  'query_to_xml_and_xmlschema',
  'cursor_to_xml',
  'cursor_to_xmlschema',
  'table_to_xml',
  'table_to_xml_and_xmlschema',
  'schema_to_xml',
  'schema_to_xml_and_xmlschema',
  'database_to_xml',
  'database_to_xml_and_xmlschema',
  'ts_stat',
  'ts_rewrite',
  'set_config',
  'nextval',
  'setval',
  'pg_notify',
  'pg_sleep',
  'pg_sleep_for',
  'pg_sleep_until',
  'pg_reload_conf',
  'pg_rotate_logfile',
  'pg_promote',
  'pg_export_snapshot',
  // Each takes a number of the transactions, of which there are two thousand million before all have to be swept.
  'txid_current',
  'pg_current_xact_id',
  'pg_cancel_backend',
  'pg_terminate_backend',
  'pg_stat_file',
  'pg_current_logfile',
  'pg_hba_file_rules',
  'pg_ident_file_mappings',
  'pg_show_all_file_settings',
  'pg_import_system_collations',
  'pg_logical_emit_message',
  'pg_create_restore_point',
  'pg_switch_wal',
  'pg_stat_statements_reset',
]);

const refusedFamilies =
  /^(pg_read_|pg_ls_|pg_file_|pg_logdir_|pg_try_advisory_|pg_advisory_|lo_|loread$|lowrite$|dblink|postgres_fdw_|pg_stat_reset|pg_replication_|pg_create_|pg_drop_|pg_copy_|pg_logical_slot_|pg_wal_replay_|pg_backup_|pg_start_backup|pg_stop_backup|pg_log_|pg_restore_|pg_clear_|binary_upgrade_|pg_extension_config_dump|pg_sync_|brin_summarize_|brin_desummarize_|gin_clean_|pg_promote|pg_prewarm|pg_surgery|heap_force_|pg_truncate_|crosstab|connectby|xpath_table|file_fdw_|adminpack|pg_execute_server_program|http_|curl_|aws_|lo$)/;

/** Whether a function is refused whatever the server says of it. `name` is as the parser folded it. */
export const isRefused = (name: string): boolean => refusedNames.has(name) || refusedFamilies.test(name);

/** Volatile functions of `pg_catalog` that only look. */
export const harmlessVolatile: ReadonlySet<string> = new Set([
  'random',
  'random_normal',
  'clock_timestamp',
  'timeofday',
  'gen_random_uuid',
  'uuidv4',
  'uuidv7',
  'current_query',
  'currval',
  'lastval',
  'pg_database_size',
  'pg_tablespace_size',
  'pg_relation_size',
  'pg_table_size',
  'pg_indexes_size',
  'pg_total_relation_size',
  'pg_blocking_pids',
  'pg_safe_snapshot_blocking_pids',
  'pg_lock_status',
  'pg_is_in_recovery',
  'pg_last_wal_receive_lsn',
  'pg_last_wal_replay_lsn',
  'pg_last_xact_replay_timestamp',
  'pg_current_wal_lsn',
  'pg_current_wal_insert_lsn',
  'pg_current_wal_flush_lsn',
  'pg_partition_tree',
  'pg_partition_ancestors',
  'pg_xact_commit_timestamp',
  'pg_sequence_last_value',
  'pg_collation_actual_version',
  'pg_database_collation_actual_version',
  'pg_jit_available',
  'pg_notification_queue_usage',
  'pg_prepared_xact',
  'bernoulli',
  'system',
]);

/** Families of volatile functions of `pg_catalog` that only look. */
export const harmlessFamily = /^(pg_stat_get_|pg_stat_have_|pg_get_|amvalidate$)/;
