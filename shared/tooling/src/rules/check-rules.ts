import { documentedExports } from './documented-exports.ts';
import { fileLength } from './file-length.ts';
import { forbiddenNames } from './forbidden-names.ts';
import { importBoundaries } from './import-boundaries.ts';
import { matchedObjects } from './matched-objects.ts';
import { pinnedDependencies } from './pinned-dependencies.ts';
import { publishedPackages } from './published-packages.ts';
import { quietOutput } from './quiet-output.ts';
import type { Breach, Rule } from './rule.ts';
import { toolTests } from './tool-tests.ts';
import { typeEscapes } from './type-escapes.ts';
import { readWorkspace } from './workspace.ts';

const rules: readonly Rule[] = [
  importBoundaries,
  quietOutput,
  typeEscapes,
  fileLength,
  forbiddenNames,
  toolTests,
  matchedObjects,
  publishedPackages,
  documentedExports,
  pinnedDependencies,
];

/** Every breach of every rule in a repository. */
export async function checkRules(root: string): Promise<readonly Breach[]> {
  const workspace = await readWorkspace(root);
  return rules.flatMap(({ name, check }) => check(workspace).map((found) => ({ rule: name, ...found })));
}
