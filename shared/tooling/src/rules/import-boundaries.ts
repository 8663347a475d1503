import { posix } from 'node:path';
import { type Finding, fileRule } from './rule.ts';
import { importsOf, lineOf, type SourceFile } from './source-file.ts';

/** Which `@portolan` packages the source of each folder may import; tests may use the testing package too. */
const allowed: readonly { readonly folder: RegExp; readonly may: RegExp; readonly rule: string }[] = [
  {
    folder: /^packages\/host$/,
    may: /^@portolan\/[a-z-]+$|^@portolan\/runtime\//,
    rule: 'servers and the runtime',
  },
  { folder: /^packages\/[^/]+$/, may: /^@portolan\/runtime(\/|$)/, rule: 'the runtime' },
  { folder: /^shared\/runtime$/, may: /^$/, rule: 'no other package' },
  { folder: /^shared\/(testing|tooling)$/, may: /^@portolan\/runtime(\/|$)/, rule: 'the runtime' },
];

/** Imports run one way: servers and host to the runtime, never server to server, never into another folder. */
export const importBoundaries = fileRule('import-boundaries', (file) => {
  const folder = /^(packages|shared)\/[^/]+/.exec(file.path)?.[0];
  if (folder === undefined) return [];
  return importsOf(file).flatMap(({ from, at }) => {
    const message = problem(file, folder, from);
    return message === undefined ? [] : [{ line: lineOf(file, at), message } satisfies Omit<Finding, 'file'>];
  });
});

function problem(file: SourceFile, folder: string, from: string): string | undefined {
  if (from.startsWith('.')) {
    const target = posix.join(posix.dirname(file.path), from);
    const isInside = target.startsWith(`${folder}/`);
    return isInside || isTestSupport(file, target)
      ? undefined
      : `imports ${from}, which is outside its package`;
  }
  if (!from.startsWith('@portolan/')) return undefined;
  if (file.isTest && from.startsWith('@portolan/testing')) return undefined;
  const entry = allowed.find((one) => one.folder.test(folder));
  if (entry === undefined || entry.may.test(from)) return undefined;
  return `imports ${from}, but ${folder} may import ${entry.rule}`;
}

/** The runtime cannot depend on the testing package, which depends on it; its tests reach over. */
const isTestSupport = (file: SourceFile, target: string) => file.isTest && target.startsWith('shared/');
