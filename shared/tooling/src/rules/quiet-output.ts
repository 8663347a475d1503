import type { Node } from 'oxc-parser';
import { fileRule } from './rule.ts';
import { lineOf, nodesOf } from './source-file.ts';

/** Where standard output is written on purpose: the protocol itself, and commands that end. */
const writers = [
  /^shared\/runtime\/src\/commands\//,
  /^shared\/runtime\/src\/run\.ts$/,
  /^shared\/runtime\/src\/first-answer\/first-answer\.ts$/,
  /^shared\/runtime\/src\/protocol\/stdio\.ts$/,
  // Listens for an output that closed; writes nothing.
  /^shared\/runtime\/src\/lifecycle\/shutdown\.ts$/,
  /^packages\/create-server\//,
];

/** Standard output carries protocol only, so code that stdio can reach never writes to it. */
export const quietOutput = fileRule('quiet-output', (file) => {
  const isReachable = /^(packages\/[^/]+|shared\/runtime)\/src\//.test(file.path) && !file.isTest;
  if (!isReachable || writers.some((path) => path.test(file.path))) return [];
  return [...nodesOf(file.program)].flatMap((node) => {
    const name = outputName(node);
    return name === undefined
      ? []
      : [{ line: lineOf(file, node.start), message: `uses ${name}; standard output carries protocol only` }];
  });
});

function outputName(node: Node): string | undefined {
  if (node.type === 'MemberExpression' && node.object.type === 'Identifier') {
    if (node.object.name === 'console') return 'console';
    const { property } = node;
    const isStdout = property.type === 'Identifier' && property.name === 'stdout';
    return node.object.name === 'process' && isStdout ? 'process.stdout' : undefined;
  }
  // `const { stdout } = process`
  if (node.type !== 'VariableDeclarator' || node.id.type !== 'ObjectPattern') return undefined;
  if (node.init?.type !== 'Identifier' || node.init.name !== 'process') return undefined;
  const names = node.id.properties.map((one) =>
    one.type === 'Property' && one.key.type === 'Identifier' ? one.key.name : undefined,
  );
  return names.includes('stdout') ? 'process.stdout' : undefined;
}
