import { openText, openType, relationIsOpen, schemaIsOpen } from './closed-schemas.ts';

/** Uses of a type, or parts of an extension, that are named at most. */
const MAX_NAMED = 100;

/** Who may do what, those by default too, whom a catalog entry without grants does not name. */
const grants = (acl: string, letter: string, owner: string) => `
  (SELECT json_agg(g ORDER BY g) FROM (
    SELECT format('%s: %s', CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(x.grantee)::text END, string_agg(x.privilege_type, ', ' ORDER BY x.privilege_type)) AS g
    FROM aclexplode(coalesce(${acl}, acldefault('${letter}', ${owner}))) x GROUP BY x.grantee) given)`;

/** Those of that name, in the schema given or on the search path. */
const named = (name: string, schema: string, visible: string) =>
  `${name} = $3 AND CASE WHEN $4::text IS NULL THEN ${visible} ELSE ${schema} = $4 END`;

const own = (catalog: string, oid: string) => (text: string) => openText(text, catalog, oid);

const indexText = own('pg_class', 'c.oid');

const indexes = `
  SELECT json_build_object('kind', 'index', 'schema', n.nspname, 'name', c.relname, 'comment', obj_description(c.oid, 'pg_class'),
    'owner', pg_get_userbyid(c.relowner), 'definition', ${indexText('pg_get_indexdef(c.oid)')},
    'facts', json_build_object('table', i.indrelid::regclass::text, 'method', m.amname, 'unique', i.indisunique, 'primary', nullif(i.indisprimary, false),
      'constraint', k.conname, 'valid', i.indisvalid, 'scans', s.idx_scan, 'bytes', CASE c.relkind WHEN 'i' THEN pg_relation_size(c.oid) END))
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_index i ON i.indexrelid = c.oid JOIN pg_am m ON m.oid = c.relam
  LEFT JOIN pg_constraint k ON k.conindid = c.oid AND k.contype IN ('p', 'u', 'x') LEFT JOIN pg_stat_all_indexes s ON s.indexrelid = c.oid
  WHERE ${named('c.relname', 'n.nspname', 'pg_table_is_visible(c.oid)')}`;

/** Its numbers as texts: JSON's readers round them. */
const sequences = `
  SELECT json_build_object('kind', 'sequence', 'schema', n.nspname, 'name', c.relname, 'comment', obj_description(c.oid, 'pg_class'),
    'owner', pg_get_userbyid(c.relowner), 'grants', ${grants('c.relacl', 's', 'c.relowner')},
    'definition', format('CREATE SEQUENCE %I.%I AS %s INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s %s', n.nspname, c.relname,
      format_type(s.seqtypid, NULL), s.seqincrement, s.seqmin, s.seqmax, s.seqstart, s.seqcache, CASE WHEN s.seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END),
    'facts', json_build_object('lastValue', (SELECT q.last_value::text FROM pg_sequences q WHERE q.schemaname = n.nspname AND q.sequencename = c.relname),
      'numbers', (SELECT format('%s.%I', d.refobjid::regclass, a.attname) FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') AND ${relationIsOpen('d.refobjid')})))
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_sequence s ON s.seqrelid = c.oid
  WHERE ${named('c.relname', 'n.nspname', 'pg_table_is_visible(c.oid)')}`;

const routineText = own('pg_proc', 'p.oid');

/** The server writes no statement for an aggregate. */
const aggregate = `
  (SELECT format('CREATE AGGREGATE %I.%I(%s) (SFUNC = %s, STYPE = %s%s%s%s)', n.nspname, p.proname, pg_get_function_arguments(p.oid), g.aggtransfn, format_type(g.aggtranstype, NULL),
    ', FINALFUNC = ' || nullif(g.aggfinalfn::oid, 0)::regproc, ', COMBINEFUNC = ' || nullif(g.aggcombinefn::oid, 0)::regproc, ', INITCOND = ' || quote_literal(g.agginitval))
   FROM pg_aggregate g WHERE g.aggfnoid = p.oid)`;

const functions = `
  SELECT json_build_object('kind', CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' WHEN 'w' THEN 'window_function' ELSE 'function' END,
    'schema', n.nspname, 'name', p.proname, 'comment', obj_description(p.oid, 'pg_proc'), 'owner', pg_get_userbyid(p.proowner),
    'grants', ${grants('p.proacl', 'f', 'p.proowner')},
    'definition', ${routineText(`CASE p.prokind WHEN 'a' THEN ${aggregate} ELSE pg_get_functiondef(p.oid) END`)},
    'facts', json_build_object('arguments', ${routineText('pg_get_function_arguments(p.oid)')}, 'returns', ${routineText('pg_get_function_result(p.oid)')},
      'language', l.lanname, 'volatility', CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END,
      'runsAs', CASE WHEN p.prosecdef THEN 'its owner' ELSE 'its caller' END,
      'extension', (SELECT e.extname FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')))
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
  WHERE ${named('p.proname', 'n.nspname', 'pg_function_is_visible(p.oid)')} ORDER BY pg_get_function_identity_arguments(p.oid)`;

const check = openText('pg_get_constraintdef(k.oid)', 'pg_constraint', 'k.oid');
const base = openType('t.typbasetype', 't.typtypmod');
const typeName = `format('%I.%I', n.nspname, t.typname)`;

const typeText = `CASE t.typtype
  WHEN 'e' THEN format('CREATE TYPE %s AS ENUM (%s)', ${typeName}, (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid))
  WHEN 'c' THEN format('CREATE TYPE %s AS (%s)', ${typeName}, (SELECT string_agg(quote_ident(a.attname) || ' ' || ${openType('a.atttypid', 'a.atttypmod')}, ', ' ORDER BY a.attnum)
    FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped))
  WHEN 'd' THEN concat_ws(' ', format('CREATE DOMAIN %s AS %s', ${typeName}, ${base}), 'DEFAULT ' || t.typdefault, CASE WHEN t.typnotnull THEN 'NOT NULL' END,
    (SELECT string_agg(format('CONSTRAINT %I %s', k.conname, ${check}), ' ' ORDER BY k.conname) FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'))
  WHEN 'r' THEN (SELECT format('CREATE TYPE %s AS RANGE (SUBTYPE = %s)', ${typeName}, ${openType('r.rngsubtype', 'NULL::int')}) FROM pg_range r WHERE r.rngtypid = t.oid) END`;

const users = `
  (SELECT json_agg(u) FROM (SELECT format('%s.%I', uc.oid::regclass, ua.attname) AS u FROM pg_attribute ua JOIN pg_class uc ON uc.oid = ua.attrelid JOIN pg_namespace un ON un.oid = uc.relnamespace
    WHERE ua.atttypid IN (t.oid, nullif(t.typarray, 0)) AND NOT ua.attisdropped AND uc.relkind IN ('r', 'p', 'v', 'm', 'f') AND un.nspname NOT IN ('pg_catalog', 'information_schema')
      AND ${schemaIsOpen('un.nspname')} ORDER BY 1 LIMIT ${MAX_NAMED}) used)`;

/** Not the types of rows and arrays, which come with others. What the standard calls otherwise goes by both names. */
const types = `
  SELECT json_build_object('kind', CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'c' THEN 'composite_type' WHEN 'r' THEN 'range_type' WHEN 'm' THEN 'multirange_type' ELSE 'base_type' END,
    'schema', n.nspname, 'name', t.typname, 'comment', obj_description(t.oid, 'pg_type'), 'owner', pg_get_userbyid(t.typowner), 'grants', ${grants('t.typacl', 'T', 't.typowner')},
    'definition', ${typeText}, 'values', (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid), 'usedBy', ${users})
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
  WHERE (${named('t.typname', 'n.nspname', 'pg_type_is_visible(t.oid)')} OR $4::text IS NULL AND t.oid < 16384 AND format_type(t.oid, NULL) = $3)
    AND t.typtype <> 'p' AND (t.typtype <> 'c' OR c.relkind = 'c') AND NOT EXISTS (SELECT FROM pg_type of WHERE of.typarray = t.oid)`;

const trigger = own('pg_trigger', 't.oid');
const firing = (state: string) =>
  `CASE ${state} WHEN 'D' THEN 'never: it is disabled' WHEN 'R' THEN 'on a replica alone' WHEN 'A' THEN 'always' ELSE 'yes' END`;

/** Those on partitions that came with their table's are left out. */
const triggers = `
  SELECT json_build_object('kind', 'trigger', 'schema', n.nspname, 'name', t.tgname, 'comment', obj_description(t.oid, 'pg_trigger'), 'definition', ${trigger('pg_get_triggerdef(t.oid, true)')},
    'facts', json_build_object('table', c.oid::regclass::text, 'fires', ${firing('t.tgenabled')}, 'function', ${trigger('t.tgfoid::regprocedure::text')}))
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${named('t.tgname', 'n.nspname', 'pg_table_is_visible(c.oid)')} AND NOT t.tgisinternal AND t.tgparentid = 0`;

const ofEvents = own('pg_event_trigger', 't.oid');

const eventTriggers = `
  SELECT json_build_object('kind', 'event_trigger', 'schema', '', 'name', t.evtname, 'comment', obj_description(t.oid, 'pg_event_trigger'), 'owner', pg_get_userbyid(t.evtowner),
    'definition', format('CREATE EVENT TRIGGER %I ON %s%s EXECUTE FUNCTION %s', t.evtname, t.evtevent, (SELECT format(' WHEN TAG IN (%s)', string_agg(quote_literal(tag), ', ')) FROM unnest(t.evttags) tag HAVING count(*) > 0),
      ${ofEvents('t.evtfoid::regprocedure::text')}),
    'facts', json_build_object('fires', ${firing('t.evtenabled')}))
  FROM pg_event_trigger t WHERE t.evtname = $3 AND $4::text IS NULL`;

/** Its schema may be closed; that it is there is no secret, and what it brought there is not named. */
const extensions = `
  SELECT json_build_object('kind', 'extension', 'schema', CASE WHEN ${schemaIsOpen('n.nspname')} THEN n.nspname ELSE '' END, 'name', e.extname, 'comment', obj_description(e.oid, 'pg_extension'),
    'owner', pg_get_userbyid(e.extowner), 'facts', json_build_object('version', e.extversion, 'available', v.default_version, 'relocatable', e.extrelocatable),
    'provides', (SELECT json_agg(o) FROM (SELECT i.type || ' ' || i.identity AS o FROM pg_depend d CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, 0) i
      WHERE d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid AND d.deptype = 'e' AND i.type IN ('function', 'view', 'table', 'type', 'foreign-data wrapper', 'access method', 'language')
        AND (i.schema IS NULL OR EXISTS (SELECT FROM pg_namespace pn WHERE quote_ident(pn.nspname) = i.schema AND ${schemaIsOpen('pn.nspname')}))
      ORDER BY 1 LIMIT ${MAX_NAMED}) provided))
  FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace LEFT JOIN pg_available_extensions v ON v.name = e.extname
  WHERE e.extname = $3 AND ($4::text IS NULL OR n.nspname = $4)`;

/** What is described beside tables and views, in the order in which a name is looked for. */
export const things = {
  sequence: [sequences],
  index: [indexes],
  type: [types],
  function: [functions],
  trigger: [triggers, eventTriggers],
  extension: [extensions],
} as const;

export type ThingKind = keyof typeof things;
