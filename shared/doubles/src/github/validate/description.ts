import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { below, entriesOf, isObject, type JsonObject } from './json-object.ts';
import { pruned } from './prune.ts';

/** GitHub's own description of its API, without prose. */
export interface Description {
  /** As in `GET /repos/{owner}/{repo}`. */
  readonly lines: readonly string[];
  operation(line: string): Operation | undefined;
  readonly schemas: JsonObject;
}

const parameter = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional(),
  schema: z.unknown().optional(),
});
export type Parameter = z.output<typeof parameter>;

export interface Operation {
  readonly id: string;
  readonly parameters: readonly Parameter[];
  /** The schema of a JSON body. */
  readonly body?: unknown;
  readonly bodyRequired: boolean;
  /** Schemas of answers by status and media type. */
  readonly answers: Readonly<Record<string, JsonObject>>;
}

const PACKAGE = '@octokit/openapi';
const methods = new Set(['get', 'post', 'put', 'patch', 'delete']);
const packageJson = z.object({ version: z.string() });

let held: Description | undefined;

/** Reads the description from the package GitHub's clients are made from; what was pruned once is kept beside it. */
export function readDescription(): Description {
  held ??= fromJson(cached());
  return held;
}

/** Changes when the form of the kept file does. */
const FORM = 2;

function cached(): unknown {
  const require = createRequire(import.meta.url);
  const source = require.resolve(`${PACKAGE}/package.json`);
  const { version } = packageJson.parse(JSON.parse(readFileSync(source, 'utf8')));
  const folder = fileURLToPath(new URL('../../../node_modules/.cache/github-description/', import.meta.url));
  const file = join(folder, `${version}-${FORM}.json`);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Not there yet, or not whole: made again.
  }
  const whole: unknown = JSON.parse(
    readFileSync(join(dirname(source), 'generated/api.github.com.json'), 'utf8'),
  );
  const compact = {
    paths: operationsOf(whole),
    schemas: pruned(below(whole, 'components', 'schemas'), true),
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(compact));
  renameSync(`${file}.${process.pid}`, file);
  return compact;
}

function operationsOf(whole: unknown): JsonObject {
  const found = entriesOf(below(whole, 'paths')).flatMap(([path, item]) =>
    entriesOf(item)
      .filter(([method]) => methods.has(method))
      .map(
        ([method, operation]) =>
          [`${method.toUpperCase()} ${path}`, compactOperation(whole, operation)] as const,
      ),
  );
  return Object.fromEntries(found);
}

/** Follows a reference to a parameter or an answer; schemas keep theirs. */
function followed(whole: unknown, value: unknown): unknown {
  const ref = below(value, '$ref');
  return typeof ref === 'string' ? below(whole, ...ref.replace('#/', '').split('/')) : value;
}

function compactOperation(whole: unknown, operation: unknown): JsonObject {
  const parameters = below(operation, 'parameters');
  const body = below(operation, 'requestBody');
  const answers = entriesOf(below(operation, 'responses')).map(([status, answer]) => {
    const types = entriesOf(below(followed(whole, answer), 'content'));
    return [
      status,
      Object.fromEntries(types.map(([type, one]) => [type, pruned(below(one, 'schema'))])),
    ] as const;
  });
  return {
    id: below(operation, 'operationId'),
    parameters: (Array.isArray(parameters) ? parameters : []).map((one) => {
      const { name, in: place, required, schema } = parameter.parse(followed(whole, one));
      return { name, in: place, required: required === true, schema: pruned(schema) };
    }),
    body: pruned(below(body, 'content', 'application/json', 'schema')),
    bodyRequired: below(body, 'required') === true,
    answers: Object.fromEntries(answers),
  };
}

const operation = z.object({
  id: z.string(),
  parameters: z.array(parameter),
  body: z.unknown().optional(),
  bodyRequired: z.boolean(),
  answers: z.record(z.string(), z.record(z.string(), z.unknown())),
});

function fromJson(value: unknown): Description {
  const schemas = below(value, 'schemas');
  const operations = new Map(entriesOf(below(value, 'paths')));
  return {
    lines: [...operations.keys()],
    operation: (line) => (operations.has(line) ? operation.parse(operations.get(line)) : undefined),
    schemas: isObject(schemas) ? schemas : {},
  };
}
