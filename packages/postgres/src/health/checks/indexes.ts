import { type HealthCheck, unseenCounts } from '../health-check.ts';

/** Indexes that are missing, broken or of no use. */
export const indexChecks: readonly HealthCheck[] = [
  {
    name: 'unused_indexes',
    threshold:
      'an index of over {limit} MB never scanned since the statistics began, which no constraint needs',
    limit: 1,
    unseen: unseenCounts,
    severity: 'info',
    sql: `SELECT s.indexrelid::regclass::text, pg_size_pretty(pg_relation_size(s.indexrelid)), format('DROP INDEX CONCURRENTLY %s', s.indexrelid::regclass), s.relid
      FROM pg_stat_user_indexes s JOIN pg_index i ON i.indexrelid = s.indexrelid
      WHERE s.idx_scan = 0 AND NOT i.indisunique AND pg_relation_size(s.indexrelid) > $3::float8 * 1048576
        AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = s.indexrelid)
      ORDER BY pg_relation_size(s.indexrelid) DESC`,
  },
  {
    name: 'duplicate_indexes',
    threshold: 'two indexes of one table on the same columns and conditions',
    severity: 'warning',
    // The one to keep comes first: what a constraint needs, then what keeps values unique.
    sql: `SELECT spare::regclass::text, 'same as ' || kept::regclass, format('DROP INDEX CONCURRENTLY %s', spare::regclass), indrelid
      FROM (SELECT i.indrelid, i.indexrelid AS spare, first_value(i.indexrelid) OVER same AS kept, k.oid IS NOT NULL AS needed
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')
        WHERE i.indrelid IN (SELECT relid FROM pg_stat_user_tables)
        WINDOW same AS (PARTITION BY i.indrelid, i.indkey::text, i.indclass::text, i.indoption::text, i.indcollation::text, c.relam,
          pg_get_expr(i.indexprs, i.indrelid), pg_get_expr(i.indpred, i.indrelid)
          ORDER BY k.oid IS NULL, NOT i.indisunique, NOT i.indisvalid, i.indexrelid)) x
      WHERE spare <> kept AND NOT needed`,
  },
  {
    name: 'invalid_indexes',
    threshold: 'an index that a failed CREATE INDEX CONCURRENTLY left behind',
    severity: 'warning',
    sql: `SELECT indexrelid::regclass::text, 'not valid', format('REINDEX INDEX CONCURRENTLY %s', indexrelid::regclass), indrelid FROM pg_index
      WHERE NOT indisvalid AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.index_relid = indexrelid)`,
  },
  {
    name: 'foreign_keys_without_index',
    threshold: 'a foreign key from a table of over {limit} rows with no index that begins with its columns',
    limit: 1_000,
    severity: 'warning',
    sql: `SELECT k.conrelid::regclass::text, k.conname,
        format('CREATE INDEX %sON %s (%s)', CASE c.relkind WHEN 'r' THEN 'CONCURRENTLY ' END, k.conrelid::regclass, (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY x.at)
          FROM unnest(k.conkey) WITH ORDINALITY x(num, at) JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = x.num)), k.conrelid
      FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
      WHERE k.contype = 'f' AND c.reltuples > $3::float8 AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = k.conrelid
        AND (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey AND i.indpred IS NULL)`,
  },
  {
    name: 'tables_without_primary_key',
    threshold: 'a table without a primary key',
    severity: 'info',
    advises: true,
    sql: `SELECT c.oid::regclass::text, 'no primary key', coalesce('ALTER TABLE ' || c.oid::regclass || ' ADD PRIMARY KEY (' || unique_key || ')',
        CASE c.relkind WHEN 'r' THEN format('ALTER TABLE %s ADD COLUMN %I bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY', c.oid::regclass, free_name) END), c.oid,
        CASE WHEN unique_key IS NOT NULL THEN 'These columns are unique and never NULL already.'
          WHEN c.relkind = 'p' THEN 'Choose columns that tell rows apart; those by which the table is split have to be among them.'
          ELSE 'Writes every row anew while nobody can use the table; a key of columns that tell rows apart is better where there is one.' END
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      CROSS JOIN LATERAL (SELECT (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY x.at) FROM unnest(i.indkey::int2[]) WITH ORDINALITY x(num, at)
          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.num WHERE x.at <= i.indnkeyatts)
        FROM (SELECT 1) one LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL
          AND NOT EXISTS (SELECT FROM unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) num JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = num WHERE NOT a.attnotnull)
        ORDER BY i.indnkeyatts, i.indexrelid LIMIT 1) k(unique_key)
      CROSS JOIN LATERAL (SELECT name FROM unnest(ARRAY['id', 'row_id', 'id_of_row', left(c.relname, 59) || '_key']) WITH ORDINALITY f(name, at)
        WHERE NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = f.name) ORDER BY at LIMIT 1) free(free_name)
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_'
        AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p')`,
  },
  {
    name: 'scanned_tables',
    threshold: 'a table of over {limit} rows mostly read from end to end',
    limit: 10_000,
    unseen: unseenCounts,
    severity: 'info',
    advises: true,
    sql: `SELECT relid::regclass::text, seq_scan || ' full scans, ' || coalesce(idx_scan, 0) || ' by index', NULL, relid,
        'Which index would help depends on the statements: advise_indexes tries some for those that cost most.' FROM pg_stat_user_tables
      WHERE n_live_tup > $3::float8 AND seq_scan > 100 AND seq_scan > 2 * coalesce(idx_scan, 0) ORDER BY seq_tup_read DESC`,
  },
];
