import { posix } from 'node:path';
import type { Finding, Rule } from './rule.ts';
import { importsOf, lineOf, type SourceFile } from './source-file.ts';

const RUNTIME = '@portolan/runtime';

/** What only tests and benchmarks import. */
const testOnly: ReadonlySet<string> = new Set([
  '@portolan/conformance',
  '@portolan/doubles',
  '@portolan/older-node',
  '@portolan/testing',
  '@portolan/tooling',
]);

/** Which packages of this repository the source of each folder may import. */
const boundaries: readonly {
  readonly folder: RegExp;
  readonly may: (name: string) => boolean;
  readonly rule: string;
}[] = [
  { folder: /^packages\/host$/, may: (name) => !testOnly.has(name), rule: 'servers and the runtime' },
  { folder: /^packages\//, may: (name) => name === RUNTIME, rule: 'the runtime' },
  { folder: /^shared\/runtime$/, may: () => false, rule: 'no other package' },
  // A double made of the code it tests would agree with every fault in it.
  { folder: /^shared\/doubles$/, may: () => false, rule: 'no other package' },
  { folder: /^shared\//, may: (name) => name === RUNTIME, rule: 'the runtime' },
];

/** Imports run one way: servers and host to the runtime, never server to server, never into another folder. */
export const importBoundaries: Rule = {
  name: 'import-boundaries',
  check: ({ files, packages }) => {
    const folders = new Map(packages.map(({ manifest, folder }) => [manifest.name, folder]));
    return files.flatMap((file) =>
      importsOf(file).flatMap(({ from, at }): readonly Finding[] => {
        const message = from.startsWith('.') ? leavesFolder(file, from) : crosses(file, from, folders);
        return message === undefined ? [] : [{ file: file.path, line: lineOf(file, at), message }];
      }),
    );
  },
};

const folderOf = ({ path }: SourceFile) => /^(packages|shared)\/[^/]+/.exec(path)?.[0];

function leavesFolder(file: SourceFile, from: string): string | undefined {
  // Data is no code: a version may be read from the root's package.json.
  if (from.endsWith('.json')) return undefined;
  const folder = folderOf(file);
  const target = posix.join(posix.dirname(file.path), from);
  if (folder === undefined || target.startsWith(`${folder}/`)) return undefined;
  // The runtime cannot depend on the testing package, which depends on it; its tests reach over.
  if (file.isTest && target.startsWith('shared/')) return undefined;
  return `imports ${from}, which is outside its package`;
}

function crosses(file: SourceFile, from: string, folders: ReadonlyMap<string, string>): string | undefined {
  const folder = folderOf(file);
  const name = from.split('/').slice(0, 2).join('/');
  const target = folders.get(name);
  if (folder === undefined || target === undefined) return undefined;
  if (file.isTest && target.startsWith('shared/')) return undefined;
  const boundary = boundaries.find((one) => one.folder.test(folder));
  if (boundary === undefined || boundary.may(name)) return undefined;
  return `imports ${from}, but ${folder} may import ${boundary.rule}`;
}
