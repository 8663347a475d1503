import type { Hidden } from './hidden.ts';
import { refuseMasked } from './masked-forms.ts';
import { nodesOf, type Statement } from './parse.ts';
import { isEscaped, wordsOf } from './words.ts';

/** Languages whose text names what it reads. */
const readLanguages = new Set(['sql', 'plpgsql']);
/** Words by which a routine runs text, or names what it reads by something other than its name. */
const hiding = new Set([
  'execute',
  'query_to_xml',
  'cursor_to_xml',
  'table_to_xml',
  'ts_stat',
  'dblink',
  'dblink_exec',
]);

/**
 * A routine's text is not followed where it is called, so it may not name what has masked columns.
 *
 * @throws ToolError `forbidden`
 */
export function refuseRoutine({ node }: Statement, { carriers, functions }: Hidden): void {
  const options = [...nodesOf(node.options)]
    .filter(([kind]) => kind === 'DefElem')
    .map(([, option]) => option);
  const textsOf = (name: string) =>
    options.filter(({ defname }) => defname === name).flatMap(({ arg }) => stringsIn(arg));
  const [language = 'sql'] = textsOf('language');
  if (!readLanguages.has(language.toLowerCase()))
    refuseMasked(`a routine in ${language} may not be made, whose text cannot be read`);
  const body = textsOf('as').join(' ');
  const carried = new Set([...carriers.map(({ name }) => name), ...functions]);
  const found = wordsOf(body).find((word) => carried.has(word) || hiding.has(word));
  if (found !== undefined) refuseMasked(`a routine may not be made whose text has ${found} in it`);
  if (isEscaped(body)) refuseMasked('a routine may not be made whose text has escaped names');
}

const stringsIn = (node: unknown): readonly string[] =>
  [...nodesOf(node)].flatMap(([, { sval }]) => (typeof sval === 'string' ? [sval] : []));

/**
 * What is made on a table with masked columns and is given its rows.
 *
 * @throws ToolError `forbidden`
 */
export function refuseMaking({ kind }: Statement): void {
  if (kind === 'CreateTrigStmt') refuseMasked('a trigger may not be made on a table that has such columns');
  if (kind === 'RuleStmt') refuseMasked('a rule may not be made on a table that has such columns');
}

const otherParents = new Set(['AT_AttachPartition', 'AT_AddInherit']);

/**
 * Another type, since a value that does not fit it is in the message that says so; another parent, whose triggers
 * come with it.
 *
 * @throws ToolError `forbidden`
 */
export function refuseAltering({ node }: Statement, names: ReadonlySet<string>): void {
  for (const [kind, { subtype, name }] of nodesOf(node)) {
    if (kind !== 'AlterTableCmd' || typeof subtype !== 'string') continue;
    if (subtype === 'AT_AlterColumnType' && typeof name === 'string' && names.has(name))
      refuseMasked(`the type of ${name} may not be changed`);
    if (otherParents.has(subtype))
      refuseMasked('a table that has such columns may not get another parent, or become one');
  }
}
