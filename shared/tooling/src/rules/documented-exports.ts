import { posix } from 'node:path';
import type { Node } from 'oxc-parser';
import type { Finding, Rule } from './rule.ts';
import { lineOf, type SourceFile } from './source-file.ts';
import type { Package } from './workspace.ts';

/** What a published package exports from its entry points says of itself, in a doc comment, what it is. */
export const documentedExports: Rule = {
  name: 'documented-exports',
  check: ({ packages, files }) => {
    const sources = new Map(files.map((file) => [file.path, file]));
    const undocumented = packages
      .filter(({ manifest }) => !manifest.private)
      .flatMap(entrySources)
      .flatMap((path) => exportsOf(path, sources))
      .filter(({ file, name }) => !isDocumented(file, name));
    const found = undocumented.flatMap(({ file, name }): readonly Finding[] => {
      // A name that is imported and handed on is looked at where another entry point declares it.
      const [first] = declarationsOf(file, name);
      const message = `${name} is public and has no doc comment; say what it does, its units, its errors`;
      return first === undefined ? [] : [{ file: file.path, line: lineOf(file, first.start), message }];
    });
    // Two entry points may export the same thing.
    return [...new Map(found.map((one) => [`${one.file} ${one.message}`, one])).values()];
  },
};

interface Exported {
  readonly file: SourceFile;
  /** What the file that declares it calls it. */
  readonly name: string;
}

/** The sources behind the entry points of a package. */
function entrySources({ folder, manifest }: Package): readonly string[] {
  return Object.values(manifest.exports).flatMap((entry) => {
    const source =
      typeof entry === 'object' && entry !== null && 'portolan-source' in entry
        ? entry['portolan-source']
        : undefined;
    return typeof source === 'string' ? [posix.join(folder, source)] : [];
  });
}

/** Everything a file exports, where it is declared; of other packages nothing. */
function exportsOf(path: string, sources: ReadonlyMap<string, SourceFile>): readonly Exported[] {
  const file = sources.get(path);
  if (file === undefined) return [];
  return file.program.body.flatMap((node): readonly Exported[] => {
    switch (node.type) {
      case 'ExportAllDeclaration':
        return exportsOf(targetOf(path, node.source.value), sources);
      case 'ExportNamedDeclaration': {
        if (node.source === null) return namesOf(node).map((name) => ({ file, name }));
        const all = exportsOf(targetOf(path, node.source.value), sources);
        return all.filter(({ name }) => namesOf(node).includes(name));
      }
      case 'ExportDefaultDeclaration':
        return [{ file, name: 'default' }];
      default:
        return [];
    }
  });
}

const targetOf = (path: string, from: string) =>
  from.startsWith('.') ? posix.join(posix.dirname(path), from) : from;

/** What a statement declares or names, by the names inside the file. */
function namesOf(node: Node): readonly string[] {
  switch (node.type) {
    case 'ExportNamedDeclaration':
      return node.declaration === null
        ? node.specifiers.map(({ local }) => (local.type === 'Literal' ? local.value : local.name))
        : namesOf(node.declaration);
    case 'ExportDefaultDeclaration':
      return ['default'];
    case 'VariableDeclaration':
      return node.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []));
    case 'FunctionDeclaration':
    case 'TSDeclareFunction':
    case 'ClassDeclaration':
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
    case 'TSEnumDeclaration':
      return node.id?.type === 'Identifier' ? [node.id.name] : [];
    default:
      return [];
  }
}

const declares = (node: Node) => node.type !== 'ExportNamedDeclaration' || node.declaration !== null;

/** The statements that declare a name: several where a function has overloads. */
const declarationsOf = ({ program }: SourceFile, name: string) =>
  program.body.filter((node) => declares(node) && namesOf(node).includes(name));

/** One comment serves a name that is a value and a type, and every overload. */
const isDocumented = (file: SourceFile, name: string) =>
  declarationsOf(file, name).some(({ start }) => {
    const before = file.text.slice(0, start);
    // Between the two may stand only what is said to a linter.
    return /^\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*(?:\/\/.*\s*)*$/.test(before.slice(before.lastIndexOf('/*')));
  });
