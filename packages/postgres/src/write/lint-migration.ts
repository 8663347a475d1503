import { nodesOf, type Statement } from '../gate/parse.ts';

/** What can hurt in a change of the schema, in words. */
export function lintMigration({ kind, node }: Statement): string[] {
  const found: string[] = [];
  if (kind === 'IndexStmt' && node.concurrent !== true) {
    found.push(
      'CREATE INDEX blocks writes to its table while it is built; CONCURRENTLY does not, but only outside a transaction.',
    );
  }
  if (kind === 'DropStmt') found.push('DROP loses what is dropped for good.');
  if (kind === 'TruncateStmt') found.push('TRUNCATE loses every row.');
  if (kind === 'RenameStmt') found.push('A new name breaks programs that use the old one.');
  for (const [inner, part] of nodesOf(node)) {
    if (inner === 'AlterTableCmd') found.push(...lintCommand(part));
  }
  return found;
}

function lintCommand(command: Readonly<Record<string, unknown>>): string[] {
  switch (command.subtype) {
    case 'AT_AddColumn':
      return isNotNull(command) && !hasDefault(command)
        ? ['ADD COLUMN … NOT NULL without a default fails where the table has rows.']
        : [];
    case 'AT_DropColumn':
      return ['DROP COLUMN loses its values for good.'];
    case 'AT_AlterColumnType':
      return ['A new column type can rewrite the whole table under an exclusive lock.'];
    case 'AT_SetNotNull':
      return [
        'SET NOT NULL reads the whole table under an exclusive lock; a validated CHECK first makes it quick.',
      ];
    case 'AT_AddConstraint':
      return isUnvalidated(command)
        ? []
        : ['ADD CONSTRAINT checks every row under a lock; NOT VALID first, VALIDATE later, does not.'];
    default:
      return [];
  }
}

const constraintKinds = (command: Readonly<Record<string, unknown>>) =>
  [...nodesOf(command.def)].flatMap(([, { contype }]) => (typeof contype === 'string' ? [contype] : []));

const isNotNull = (command: Readonly<Record<string, unknown>>) =>
  constraintKinds(command).includes('CONSTR_NOTNULL');

const hasDefault = (command: Readonly<Record<string, unknown>>) =>
  constraintKinds(command).some((kind) => /DEFAULT|IDENTITY|GENERATED/.test(kind));

const isUnvalidated = (command: Readonly<Record<string, unknown>>) =>
  [...nodesOf(command.def)].some(([, part]) => part.skip_validation === true);
