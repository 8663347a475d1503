import { openText } from '../catalog/closed-schemas.ts';
import { grantsOf, ofExtension } from './sql-of-types.ts';

const args = openText('pg_get_function_identity_arguments(p.oid)', 'pg_proc', 'p.oid');
const named = `format('%I.%I(%s)', n.nspname, p.proname, ${args})`;
const word = `CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END`;

export const routines = `
  SELECT json_build_object('id', 'f' || p.oid, 'kind', lower(${word}), 'name', format('%s(%s)', p.proname, ${args}),
    'create', ${openText('pg_get_functiondef(p.oid)', 'pg_proc', 'p.oid')}, 'drop', format('DROP %s %s', ${word}, ${named}),
    'address', format('%s %s', ${word}, ${named}), 'comment', obj_description(p.oid, 'pg_proc'),
    'grantedOn', format('%s %s', ${word}, ${named}), 'grants', ${grantsOf('p.proacl', 'f', 'p.proowner')},
    'frame', ${openText(`format('%s(%s) %s', p.prokind, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid))`, 'pg_proc', 'p.oid')})
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE n.nspname = $3 AND p.prokind <> 'a' AND NOT ${ofExtension('pg_proc', 'p.oid')}`;

export const schemas = `
  SELECT json_build_object('id', 'n' || n.oid, 'kind', 'schema', 'name', '', 'create', '', 'drop', '', 'address', format('SCHEMA %I', n.nspname),
    'comment', obj_description(n.oid, 'pg_namespace'), 'grantedOn', format('SCHEMA %I', n.nspname), 'grants', ${grantsOf('n.nspacl', 'n', 'n.nspowner')})
  FROM pg_namespace n WHERE n.nspname = $3`;

/** What is in a schema and is not compared, in words. */
export const left = `
  SELECT to_json(format('%s %s', count(*), what)) FROM (
    SELECT CASE c.relkind WHEN 'f' THEN 'foreign tables' END AS what FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $3 AND c.relkind = 'f'
    UNION ALL SELECT 'aggregates' FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = $3 AND p.prokind = 'a' AND NOT ${ofExtension('pg_proc', 'p.oid')}
    UNION ALL SELECT 'range types' FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE n.nspname = $3 AND t.typtype = 'r' AND NOT ${ofExtension('pg_type', 't.oid')}
    UNION ALL SELECT 'operators' FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace WHERE n.nspname = $3 AND NOT ${ofExtension('pg_operator', 'o.oid')}
    UNION ALL SELECT 'collations' FROM pg_collation o JOIN pg_namespace n ON n.oid = o.collnamespace WHERE n.nspname = $3 AND NOT ${ofExtension('pg_collation', 'o.oid')}
    UNION ALL SELECT 'extended statistics' FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace WHERE n.nspname = $3
    UNION ALL SELECT 'text search configurations' FROM pg_ts_config t JOIN pg_namespace n ON n.oid = t.cfgnamespace WHERE n.nspname = $3 AND NOT ${ofExtension('pg_ts_config', 't.oid')}) x
  GROUP BY what ORDER BY what`;
