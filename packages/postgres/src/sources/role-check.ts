import { fail } from '@portolan/runtime';
import type { Database } from '../connection/database.ts';
import type { SourceSettings } from './types.ts';

/** What the role of a source is and may do beyond its grants. */
export interface RoleFacts {
  readonly role: string;
  readonly database: string;
  readonly superuser: boolean;
  /** Attributes beside it that reach further than tables: `CREATEROLE`, `BYPASSRLS` and the like. */
  readonly attributes: readonly string[];
  /** Predefined roles it is a member of that read or write files, run programs or see all data. */
  readonly memberships: readonly string[];
  /** Superusers it may become by SET ROLE. */
  readonly superusers: readonly string[];
}

/** The first layer: the role is the boundary. */
export interface RoleCheck {
  facts(signal: AbortSignal): Promise<RoleFacts>;
  /** Whether `demand` found it in order. */
  readonly passed: boolean;
  /** @throws ToolError `forbidden` for one that is or may become a superuser, unless the operator allowed it or the mode changes things */
  demand(signal: AbortSignal): Promise<void>;
}

const asRole = `
  SELECT r.rolname, pg_catalog.current_database(), r.rolsuper,
    pg_catalog.concat_ws(',', CASE WHEN r.rolcreaterole THEN 'CREATEROLE' END, CASE WHEN r.rolcreatedb THEN 'CREATEDB' END,
      CASE WHEN r.rolreplication THEN 'REPLICATION' END, CASE WHEN r.rolbypassrls THEN 'BYPASSRLS' END),
    (SELECT pg_catalog.string_agg(m.rolname, ',' ORDER BY m.rolname) FROM pg_catalog.pg_roles m
      WHERE m.rolname IN ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program',
                          'pg_write_all_data', 'pg_signal_backend', 'pg_checkpoint', 'pg_maintain')
        AND pg_catalog.pg_has_role(r.oid, m.oid, 'MEMBER')),
    (SELECT pg_catalog.string_agg(m.rolname, ',' ORDER BY m.rolname) FROM pg_catalog.pg_roles m
      WHERE m.rolsuper AND NOT r.rolsuper AND pg_catalog.pg_has_role(r.oid, m.oid, 'MEMBER'))
  FROM pg_catalog.pg_roles r WHERE r.rolname = session_user`;

/** Memberships that reach past the tables: files and programs of the server, all data, or whatever there is. */
const tooMighty = ({ memberships, superusers }: RoleFacts) => [
  ...memberships.filter((name) => /server|all_data/.test(name)),
  ...superusers,
];

/** Whether a source may be served with the role it has. */
export const isServed = (facts: RoleFacts, { allowSuperuser, mode }: SourceSettings): boolean =>
  allowSuperuser || mode !== 'readonly' || (!facts.superuser && tooMighty(facts).length === 0);

export function createRoleCheck(database: Database): RoleCheck {
  let known: Promise<RoleFacts> | undefined;
  let passed = false;
  const read = async (signal: AbortSignal): Promise<RoleFacts> => {
    const { steps } = await database.read([{ text: asRole }], { signal });
    const [role, name, superuser, attributes, memberships, superusers] = steps[0]?.rows[0] ?? [];
    return {
      role: role ?? '',
      database: name ?? '',
      superuser: superuser === 't',
      attributes: (attributes ?? '').split(',').filter(Boolean),
      memberships: (memberships ?? '').split(',').filter(Boolean),
      superusers: (superusers ?? '').split(',').filter(Boolean),
    };
  };
  const facts = (signal: AbortSignal) => {
    known ??= read(signal).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  return {
    facts,
    get passed() {
      return passed;
    },
    async demand(signal) {
      const { allowSuperuser, alias, mode } = database.settings;
      passed ||= allowSuperuser || mode !== 'readonly';
      if (passed) return;
      const found = await facts(signal);
      passed = isServed(found, database.settings);
      if (passed) return;
      const { superuser, role } = found;
      const what = superuser ? 'is a superuser' : `is a member of ${tooMighty(found).join(', ')}`;
      fail(
        'forbidden',
        `The role "${role}" of the source "${alias}" ${what}, and a read-only source must not be.`,
        {
          next: 'Ask the operator to use a role made for reading (check_connection prints the SQL), or to start with --allow-superuser.',
        },
      );
    },
  };
}

/** SQL that makes a role which may read and nothing else. Nobody runs it but the operator. */
export function readerSql({ database }: Pick<RoleFacts, 'database'>, schemas: readonly string[]): string {
  const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
  const named = schemas.length === 0 ? ['public'] : schemas;
  return [
    `CREATE ROLE portolan_reader LOGIN PASSWORD '…' NOSUPERUSER NOCREATEDB NOCREATEROLE;`,
    `GRANT CONNECT ON DATABASE ${quoted(database)} TO portolan_reader;`,
    ...named.flatMap((schema) => [
      `GRANT USAGE ON SCHEMA ${quoted(schema)} TO portolan_reader;`,
      `GRANT SELECT ON ALL TABLES IN SCHEMA ${quoted(schema)} TO portolan_reader;`,
      `ALTER DEFAULT PRIVILEGES IN SCHEMA ${quoted(schema)} GRANT SELECT ON TABLES TO portolan_reader;`,
      // To read how far they are; it lets nobody take a number.
      `GRANT SELECT ON ALL SEQUENCES IN SCHEMA ${quoted(schema)} TO portolan_reader;`,
      `ALTER DEFAULT PRIVILEGES IN SCHEMA ${quoted(schema)} GRANT SELECT ON SEQUENCES TO portolan_reader;`,
    ]),
    `GRANT pg_read_all_stats TO portolan_reader;`,
  ].join('\n');
}
