import {
  type DocumentNode,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  NoDeprecatedCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import * as z from 'zod';
import type { Violation } from './check-exchange.ts';
import { readGraphqlSchema } from './graphql-description.ts';

const Sent = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).nullish() });

/** What was sent as GraphQL, to be held to GitHub's own schema when somebody asks. */
export class GraphqlCheck {
  readonly #bodies = new Set<string>();

  /** @param body as it came; what is no document is left to the endpoint */
  add(body: string): void {
    this.#bodies.add(body);
  }

  violations(): readonly Violation[] {
    return [...this.#bodies].flatMap((body) => {
      const sent = Sent.safeParse(JSON.parse(body)).data;
      if (sent === undefined) return [];
      return graphqlErrors(sent.query, sent.variables ?? {}).map((message) => ({
        operation: `graphql ${sent.query.replaceAll(/\s+/g, ' ').slice(0, 120)}`,
        side: 'request' as const,
        message,
      }));
    });
  }
}

/** What GitHub's schema does not take of a document, with what it deprecates, and of its variables. */
export function graphqlErrors(
  query: string,
  variables: Readonly<Record<string, unknown>>,
): readonly string[] {
  const schema = readGraphqlSchema();
  const document = parse(query);
  const wrong = validate(schema, document, [...specifiedRules, NoDeprecatedCustomRule]);
  if (wrong.length > 0) return wrong.map(({ message }) => message);
  return variableErrors(schema, document, variables);
}

function variableErrors(
  schema: GraphQLSchema,
  { definitions }: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): readonly string[] {
  return definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
    const { errors = [] } = getVariableValues(schema, definition.variableDefinitions ?? [], variables);
    return errors.map(({ message }) => message);
  });
}
