import { openText, openType } from '../catalog/closed-schemas.ts';

/** SQL for the grants of an object but those to its owner; `default` is its letter for `acldefault`. */
export const grantsOf = (acl: string, letter: string, owner: string) => `
  (SELECT json_agg(json_build_object('grantee', CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(x.grantee)) END,
      'privilege', x.privilege_type, 'grantable', x.is_grantable))
   FROM aclexplode(coalesce(${acl}, acldefault('${letter}', ${owner}))) x WHERE x.grantee <> ${owner})`;

/** That an object came with an extension, which keeps it. */
export const ofExtension = (catalog: string, oid: string) =>
  `EXISTS (SELECT FROM pg_depend xd WHERE xd.classid = '${catalog}'::regclass AND xd.objid = ${oid} AND xd.deptype = 'e')`;

const named = `format('%I.%I', n.nspname, t.typname)`;

const common = `
  'name', t.typname, 'owner', quote_ident(pg_get_userbyid(t.typowner)), 'comment', obj_description(t.oid, 'pg_type'), 'grants', ${grantsOf('t.typacl', 'T', 't.typowner')}`;

const from = `
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE n.nspname = $3 AND NOT ${ofExtension('pg_type', 't.oid')}`;

export const enums = `
  SELECT json_build_object('id', 't' || t.oid, 'kind', 'enum', ${common},
    'create', format('CREATE TYPE %s AS ENUM (%s)', ${named}, (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid)),
    'drop', 'DROP TYPE ' || ${named}, 'address', 'TYPE ' || ${named}, 'grantedOn', 'TYPE ' || ${named},
    'labels', coalesce((SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid), '[]'))
  ${from} AND t.typtype = 'e'`;

const attributes = `pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped`;

export const composites = `
  SELECT json_build_object('id', 't' || t.oid, 'kind', 'composite type', ${common},
    'create', format('CREATE TYPE %s AS (%s)', ${named}, (SELECT string_agg(quote_ident(a.attname) || ' ' || ${openType('a.atttypid', 'a.atttypmod')}, ', ' ORDER BY a.attnum) FROM ${attributes})),
    'drop', 'DROP TYPE ' || ${named}, 'address', 'TYPE ' || ${named}, 'grantedOn', 'TYPE ' || ${named},
    'columns', coalesce((SELECT json_agg(json_build_object('name', a.attname, 'type', ${openType('a.atttypid', 'a.atttypmod')}, 'nullable', true) ORDER BY a.attnum) FROM ${attributes}), '[]'))
  ${from} AND t.typtype = 'c' AND (SELECT c.relkind FROM pg_class c WHERE c.oid = t.typrelid) = 'c'`;

export const domains = `
  SELECT json_build_object('id', 't' || t.oid, 'kind', 'domain', ${common},
    'create', format('CREATE DOMAIN %s AS %s%s%s%s', ${named}, ${openType('t.typbasetype', 't.typtypmod')}, ' DEFAULT ' || t.typdefault, CASE WHEN t.typnotnull THEN ' NOT NULL' END,
      (SELECT string_agg(format(' CONSTRAINT %I %s', k.conname, ${openText('pg_get_constraintdef(k.oid)', 'pg_constraint', 'k.oid')}), '' ORDER BY k.conname)
       FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c')),
    'drop', 'DROP DOMAIN ' || ${named}, 'address', 'DOMAIN ' || ${named}, 'grantedOn', 'DOMAIN ' || ${named},
    'frame', ${openType('t.typbasetype', 't.typtypmod')},
    'columns', json_build_array(json_build_object('name', 'VALUE', 'type', ${openType('t.typbasetype', 't.typtypmod')}, 'nullable', NOT t.typnotnull, 'expression', t.typdefault)),
    'checks', coalesce((SELECT json_agg(json_build_object('name', k.conname, 'definition', ${openText('pg_get_constraintdef(k.oid)', 'pg_constraint', 'k.oid')}) ORDER BY k.conname)
      FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'), '[]'))
  ${from} AND t.typtype = 'd'`;
