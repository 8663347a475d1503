import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { buildSchema, type GraphQLSchema } from 'graphql';

const PACKAGE = '@octokit/graphql-schema';

let held: GraphQLSchema | undefined;

/** GitHub's published GraphQL schema, whole. Reading it takes half a second, so it is read when it is asked for. */
export function readGraphqlSchema(): GraphQLSchema {
  held ??= read();
  return held;
}

function read(): GraphQLSchema {
  const manifest = findPackageJSON(PACKAGE, import.meta.url);
  if (manifest === undefined) throw new Error(`${PACKAGE} is not installed.`);
  const text = readFileSync(join(dirname(manifest), 'schema.graphql'), 'utf8');
  // In a few types GitHub deprecates a field and not the interface it is of, which is no matter here.
  return buildSchema(text, { noLocation: true, assumeValid: true });
}
