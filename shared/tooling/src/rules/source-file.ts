import { type Node, type Program, parseSync, visitorKeys } from 'oxc-parser';

/** One parsed TypeScript file. */
export interface SourceFile {
  /** Relative to the root of the repository, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly program: Program;
  /** Tests and their fixtures, which some rules leave alone. */
  readonly isTest: boolean;
}

/** @throws Error when the text cannot be parsed */
export function parseFile(path: string, text: string): SourceFile {
  const { program, errors } = parseSync(path, text);
  const [first] = errors;
  if (first) throw new Error(`${path}: ${first.message}`);
  const isTest = /\.test\.ts$|(^|\/)test\/|(^|\/)test-support\.ts$|(^|\/)vitest\.config\.ts$/.test(path);
  return { path, text, program, isTest };
}

/** The number of the line a place is in, from 1. */
export const lineOf = ({ text }: SourceFile, at: number) => text.slice(0, at).split('\n').length;

/** Every node of a file, outermost first. */
export function* nodesOf(node: Node): Generator<Node> {
  yield node;
  const children = new Map<string, unknown>(Object.entries(node));
  for (const key of visitorKeys[node.type] ?? []) {
    const child = children.get(key);
    for (const one of Array.isArray(child) ? child : [child]) if (isNode(one)) yield* nodesOf(one);
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** Where a file imports or exports from, with the place: static and dynamic, with a literal name. */
export function importsOf({
  program,
}: SourceFile): readonly { readonly from: string; readonly at: number }[] {
  return [...nodesOf(program)].flatMap((node) => {
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'ExportNamedDeclaration':
      case 'ImportExpression':
        return node.source?.type === 'Literal' && typeof node.source.value === 'string'
          ? [{ from: node.source.value, at: node.start }]
          : [];
      default:
        return [];
    }
  });
}
