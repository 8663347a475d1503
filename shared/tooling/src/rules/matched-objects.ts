import type { Node } from 'oxc-parser';
import { fileRule } from './rule.ts';
import { lineOf, nodesOf } from './source-file.ts';

/**
 * No expression in an object or a list inside `toMatchObject`: Vitest compares its own properties there, of which
 * it has none, so it fits every value and the test cannot fail.
 */
export const matchedObjects = fileRule('matched-objects', (file) =>
  [...nodesOf(file.program)]
    .filter(isMatchObject)
    .flatMap((call) => [...nodesOf(call)].flatMap(valuesIn).filter(isExpression))
    .map((node) => ({
      line: lineOf(file, node.start),
      message: 'has an expression in toMatchObject, which fits everything; use expect.stringMatching',
    })),
);

const isMatchObject = (node: Node) =>
  node.type === 'CallExpression' &&
  node.callee.type === 'MemberExpression' &&
  node.callee.property.type === 'Identifier' &&
  node.callee.property.name === 'toMatchObject';

/** An argument of a further call, such as `expect.stringMatching`, is no value of an object or a list. */
function valuesIn(node: Node): readonly (Node | null)[] {
  if (node.type === 'Property') return [node.value];
  return node.type === 'ArrayExpression' ? node.elements : [];
}

const isExpression = (node: Node | null) => node?.type === 'Literal' && 'regex' in node;
