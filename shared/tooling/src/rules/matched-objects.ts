import type { Node } from 'oxc-parser';
import { fileRule } from './rule.ts';
import { lineOf, nodesOf } from './source-file.ts';

/**
 * No expression inside `toMatchObject`: Vitest compares its own properties there, of which it has none, so it
 * fits every value and the test cannot fail.
 */
export const matchedObjects = fileRule('matched-objects', (file) =>
  [...nodesOf(file.program)]
    .filter(isMatchObject)
    .flatMap((call) => [...nodesOf(call)].filter(isExpressionInObject))
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

/** An argument of a further call, such as `expect.stringMatching`, is no value of an object. */
const isExpressionInObject = (node: Node) =>
  node.type === 'Property' && node.value.type === 'Literal' && 'regex' in node.value;
