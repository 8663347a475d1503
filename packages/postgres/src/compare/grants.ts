import { quoteName } from '../catalog/read-objects.ts';
import { type Grant, keyOf, type Part } from './part.ts';

/** The first version with the privilege MAINTAIN. */
const MAINTAIN_SINCE = 170_000;

/**
 * Comments, owners and grants of parts, as parts that can differ by themselves.
 *
 * @param version the older one of two servers, which does not know what the other can grant
 */
export const withSides = (parts: readonly Part[], version: number): Part[] =>
  parts.flatMap((part) => [part, ...commentsOf(part), ...ownerOf(part), ...grantsOf(part, version)]);

function ownerOf(part: Part): Part[] {
  const { owner, address, id } = part;
  if (!owner || !address) return [];
  const create = `ALTER ${address} OWNER TO ${owner}`;
  // Everything has an owner: there is nothing to drop.
  return [
    {
      id: `owner ${id}`,
      kind: 'owner',
      name: `of ${keyOf(part).trim()}`,
      on: keyOf(part),
      create,
      drop: create,
    },
  ];
}

const literal = (text: string) =>
  text.includes('\\')
    ? `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
    : `'${text.replaceAll("'", "''")}'`;

function commentsOf(part: Part): Part[] {
  const side = (name: string, address: string, comment: string): Part => ({
    id: `comment ${part.id} ${name}`,
    kind: 'comment',
    name: `on ${name}`,
    on: keyOf(part),
    create: `COMMENT ON ${address} IS ${literal(comment)}`,
    drop: `COMMENT ON ${address} IS NULL`,
  });
  const { address, comment, columns, kind } = part;
  const own = address && comment ? [side(keyOf(part).trim(), address, comment)] : [];
  if (!/table|view/.test(kind)) return own;
  const relation = address?.replace(/^(TABLE|VIEW|MATERIALIZED VIEW) /, '') ?? '';
  const ofColumns = (columns ?? []).flatMap(({ name, comment: text }) =>
    text ? [side(`column ${part.name}.${name}`, `COLUMN ${relation}.${quoteName(name)}`, text)] : [],
  );
  return [...own, ...ofColumns];
}

const words = ({ privilege, column }: Grant) =>
  column == null ? privilege : `${privilege} (${quoteName(column)})`;

function grantsOf(part: Part, version: number): Part[] {
  const { grantedOn } = part;
  if (!grantedOn) return [];
  const isKnown = ({ privilege }: Grant) => privilege !== 'MAINTAIN' || version >= MAINTAIN_SINCE;
  return (part.grants ?? []).filter(isKnown).map((grant) => ({
    id: `grant ${part.id} ${words(grant)} ${grant.grantee}`,
    kind: 'grant',
    name: `of ${words(grant)} on ${keyOf(part).trim()} to ${grant.grantee}`,
    on: keyOf(part),
    create: `GRANT ${words(grant)} ON ${grantedOn} TO ${grant.grantee}${grant.grantable ? ' WITH GRANT OPTION' : ''}`,
    drop: `REVOKE ${words(grant)} ON ${grantedOn} FROM ${grant.grantee}`,
  }));
}

/** What everybody may do with a new function or type, although nobody granted it. */
function givenByItself({ kind }: Part): string | undefined {
  if (kind === 'function' || kind === 'procedure') return 'EXECUTE';
  return ['enum', 'composite type', 'domain'].includes(kind) ? 'USAGE' : undefined;
}

/** SQL that takes from everybody what a new part gives and the wanted one does not. */
export function revokedAtOnce(part: Part): string[] {
  const privilege = givenByItself(part);
  const isWanted = part.grants?.some((grant) => grant.grantee === 'PUBLIC' && grant.privilege === privilege);
  if (privilege === undefined || isWanted || !part.grantedOn) return [];
  return [`REVOKE ${privilege} ON ${part.grantedOn} FROM PUBLIC`];
}

/** Whether a grant need not be said of a part that is new. */
export const comesByItself = (grant: Part, part: Part): boolean => {
  const privilege = givenByItself(part);
  return privilege !== undefined && grant.create === `GRANT ${privilege} ON ${part.grantedOn} TO PUBLIC`;
};
