import { openText } from '../catalog/closed-schemas.ts';
import { grantsOf, ofExtension } from './sql-of-types.ts';

const args = openText('pg_get_function_identity_arguments(p.oid)', 'pg_proc', 'p.oid');
const named = `format('%I.%I(%s)', n.nspname, p.proname, ${args})`;
const word = `CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END`;

export const routines = `
  SELECT json_build_object('id', 'f' || p.oid, 'kind', lower(${word}), 'name', format('%s(%s)', p.proname, ${args}),
    'create', ${openText('pg_get_functiondef(p.oid)', 'pg_proc', 'p.oid')}, 'drop', format('DROP %s %s', ${word}, ${named}),
    'address', format('%s %s', ${word}, ${named}), 'comment', obj_description(p.oid, 'pg_proc'), 'owner', quote_ident(pg_get_userbyid(p.proowner)),
    'grantedOn', format('%s %s', ${word}, ${named}), 'grants', ${grantsOf('p.proacl', 'f', 'p.proowner')},
    'frame', ${openText(`format('%s(%s) %s', p.prokind, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid))`, 'pg_proc', 'p.oid')})
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE n.nspname = $3 AND p.prokind <> 'a' AND NOT ${ofExtension('pg_proc', 'p.oid')}`;

export const schemas = `
  SELECT json_build_object('id', 'n' || n.oid, 'kind', 'schema', 'name', '', 'create', '', 'drop', '', 'address', format('SCHEMA %I', n.nspname),
    'comment', obj_description(n.oid, 'pg_namespace'), 'owner', quote_ident(pg_get_userbyid(n.nspowner)), 'grantedOn', format('SCHEMA %I', n.nspname), 'grants', ${grantsOf('n.nspacl', 'n', 'n.nspowner')})
  FROM pg_namespace n WHERE n.nspname = $3`;

/** What is in a schema and is not compared, in words. */
export const left = `
  SELECT to_json(format('%s %s', count(*), what)) FROM (
    SELECT CASE c.relkind WHEN 'f' THEN 'foreign tables' END AS what FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $3 AND c.relkind = 'f'
    UNION ALL SELECT 'aggregates' FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = $3 AND p.prokind = 'a' AND NOT ${ofExtension('pg_proc', 'p.oid')}
    UNION ALL SELECT 'range types' FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE n.nspname = $3 AND t.typtype = 'r' AND NOT ${ofExtension('pg_type', 't.oid')}
    UNION ALL SELECT 'operators' FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace WHERE n.nspname = $3 AND NOT ${ofExtension('pg_operator', 'o.oid')}
    UNION ALL SELECT 'collations' FROM pg_collation o JOIN pg_namespace n ON n.oid = o.collnamespace WHERE n.nspname = $3 AND NOT ${ofExtension('pg_collation', 'o.oid')}
    UNION ALL SELECT 'operator classes' FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace WHERE n.nspname = $3 AND NOT ${ofExtension('pg_opclass', 'o.oid')}
    UNION ALL SELECT 'conversions' FROM pg_conversion o JOIN pg_namespace n ON n.oid = o.connamespace WHERE n.nspname = $3 AND NOT ${ofExtension('pg_conversion', 'o.oid')}
    UNION ALL SELECT 'text search dictionaries' FROM pg_ts_dict t JOIN pg_namespace n ON n.oid = t.dictnamespace WHERE n.nspname = $3 AND NOT ${ofExtension('pg_ts_dict', 't.oid')}
    UNION ALL SELECT 'text search configurations' FROM pg_ts_config t JOIN pg_namespace n ON n.oid = t.cfgnamespace WHERE n.nspname = $3 AND NOT ${ofExtension('pg_ts_config', 't.oid')}) x
  GROUP BY what ORDER BY what`;

const privilege = `
  FROM pg_default_acl x JOIN pg_namespace n ON n.oid = x.defaclnamespace CROSS JOIN LATERAL aclexplode(x.defaclacl) p
  CROSS JOIN LATERAL (SELECT quote_ident(pg_get_userbyid(x.defaclrole)) AS role, CASE p.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(p.grantee)) END AS grantee,
    CASE x.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES' ELSE 'SCHEMAS' END AS objects) w
  WHERE n.nspname = $3`;

/** What ALTER DEFAULT PRIVILEGES gives to whom in a schema. */
export const defaultPrivileges = `
  SELECT json_build_object('id', format('y%s.%s.%s', x.oid, p.grantee, p.privilege_type), 'kind', 'default privilege',
    'name', format('%s on %s of %s to %s', p.privilege_type, w.objects, w.role, w.grantee),
    'create', format('ALTER DEFAULT PRIVILEGES FOR ROLE %s IN SCHEMA %I GRANT %s ON %s TO %s', w.role, n.nspname, p.privilege_type, w.objects, w.grantee)
      || CASE WHEN p.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END,
    'drop', format('ALTER DEFAULT PRIVILEGES FOR ROLE %s IN SCHEMA %I REVOKE %s ON %s FROM %s', w.role, n.nspname, p.privilege_type, w.objects, w.grantee))
  ${privilege}`;
