import * as z from 'zod';
import { readJson } from '../catalog/read-objects.ts';
import type { CallOptions } from '../connection/database.ts';
import { isServed, readerSql } from '../sources/role-check.ts';
import { shownUrl } from '../sources/source-url.ts';
import type { Source } from '../sources/sources.ts';

const Facts = z.object({
  version: z.string(),
  tls: z.string().nullish(),
  recovery: z.boolean(),
  limits: z.record(z.string(), z.string()),
  extensions: z.array(z.string()),
  writable: z.int(),
});

const facts = `
  SELECT json_build_object('version', current_setting('server_version'),
    'tls', (SELECT version || ' ' || cipher FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl),
    'recovery', pg_is_in_recovery(),
    'limits', (SELECT json_object_agg(name, current_setting(name)) FROM pg_settings
      WHERE name IN ('default_transaction_read_only', 'statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout',
                     'transaction_timeout', 'search_path', 'TimeZone')),
    'extensions', coalesce((SELECT json_agg(extname ORDER BY extname) FROM pg_extension), '[]'),
    'writable', (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_'
        AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')))`;

/** Extensions whose functions reach the network, files or other programs. */
const dangerous = new Set([
  'dblink',
  'postgres_fdw',
  'file_fdw',
  'adminpack',
  'plpython3u',
  'plperlu',
  'pltclu',
  'http',
  'pg_net',
  'aws_s3',
  'pg_cron',
]);

/** What the sample database cannot do. */
const demoLimits =
  'The embedded demonstration has one connection and keeps no time limits itself: a call past its time ends it, and it starts anew with the sample data.';

/** Who we are on the server, within what limits, and what would be safer. */
export async function checkConnection(source: Source, options: CallOptions) {
  const role = await source.role.facts(options.signal);
  const [found] = await readJson(source, Facts, facts, [], options);
  if (found === undefined) throw new Error('The server answers one row.');
  const { url, mode, schemas, embedded } = source.settings;
  const risky = found.extensions.filter((name) => dangerous.has(name));
  const readonly = mode === 'readonly';
  const tooMuch = [
    ...(role.superuser ? ['The role is a superuser.'] : []),
    ...role.attributes.map((name) => `The role has ${name}.`),
    ...role.memberships.map((name) => `The role is a member of ${name}.`),
    ...role.superusers.map((name) => `The role may become the superuser ${name}.`),
    ...(readonly && found.writable > 0
      ? [`The role may write ${found.writable} tables, though this source only reads.`]
      : []),
  ];
  const problems = [
    ...(embedded ? [demoLimits] : tooMuch),
    ...(risky.length > 0 ? [`Extensions that reach beyond the database: ${risky.join(', ')}.`] : []),
    ...(found.tls || embedded ? [] : ['The connection is not encrypted.']),
  ];
  return {
    server: `PostgreSQL ${found.version}`,
    address: shownUrl(url),
    role: role.role,
    mode,
    tls: found.tls ?? 'none',
    standby: found.recovery,
    limits: found.limits,
    problems,
    served: isServed(role, source.settings),
    ...(tooMuch.length > 0 && !embedded && { fix: readerSql(role, schemas) }),
  };
}
