import type { Rule } from './rule.ts';
import { nodesOf, type SourceFile } from './source-file.ts';

/** The calls that declare a tool. */
const declaration = /^define\w*Tool$/;

/** A tool's file has its test beside it. */
export const toolTests: Rule = {
  name: 'tool-tests',
  check: ({ files }) => {
    const paths = new Set(files.map(({ path }) => path));
    return files
      .filter((file) => /^packages\/[^/]+\/src\/tools\/[^/]+\.ts$/.test(file.path) && !file.isTest)
      .filter(declaresTool)
      .filter(({ path }) => !paths.has(path.replace(/\.ts$/, '.test.ts')))
      .map(({ path }) => ({
        file: path,
        message: `has no test beside it: add ${path.replace(/\.ts$/, '.test.ts')}`,
      }));
  },
};

/** Whether the file's top level makes a tool; a file that only wraps `defineTool` does not. */
const declaresTool = ({ program }: SourceFile) =>
  program.body.some(
    (statement) =>
      statement.type === 'ExportNamedDeclaration' &&
      statement.declaration?.type === 'VariableDeclaration' &&
      [...nodesOf(statement.declaration)].some(
        (node) =>
          node.type === 'CallExpression' &&
          node.callee.type === 'Identifier' &&
          declaration.test(node.callee.name),
      ),
  );
