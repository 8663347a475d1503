import type { Node } from 'oxc-parser';
import { fileRule } from './rule.ts';
import { lineOf, nodesOf } from './source-file.ts';

/** Types are narrowed, not asserted: no `any`, no `as` except `as const`, no `!`, no silenced error. */
export const typeEscapes = fileRule('type-escapes', (file) => {
  const found = [...nodesOf(file.program)].flatMap((node) => {
    const what = escapeIn(node, file.text);
    return what === undefined
      ? []
      : [{ line: lineOf(file, node.start), message: `${what}; narrow the value instead` }];
  });
  const silenced = [...file.text.matchAll(/^\s*\/\/\s*(@ts-(?:ignore|expect-error|nocheck))/gm)];
  return [
    ...found,
    ...silenced.map(({ index, 1: word }) => ({
      line: lineOf(file, index) + 1,
      message: `silences the compiler with ${word}`,
    })),
  ];
});

function escapeIn(node: Node, text: string): string | undefined {
  switch (node.type) {
    case 'TSAnyKeyword':
      return 'uses `any`';
    case 'TSNonNullExpression':
      return 'uses `!`';
    case 'TSTypeAssertion':
      return 'uses `<Type>value`';
    case 'TSAsExpression': {
      const type = text.slice(node.typeAnnotation.start, node.typeAnnotation.end);
      return type === 'const' ? undefined : `uses \`as ${type}\``;
    }
    default:
      return undefined;
  }
}
