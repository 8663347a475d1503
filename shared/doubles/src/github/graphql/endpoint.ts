import { type ExecutionResult, type GraphQLError, graphqlSync } from 'graphql';
import * as z from 'zod';
import type { Budgets } from '../access/budgets.ts';
import { json, Refusal, type Reply } from '../http/reply.ts';
import { type Route, route } from '../http/route.ts';
import { Graph } from './graph.ts';
import { rootOf } from './root.ts';
import { schema } from './schema.ts';

const body = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

/** A part of the next answers that is missing, as when GitHub times out on it. */
export interface PartialFault {
  /** As in `repository.pullRequest.reviewThreads`. */
  readonly path: string;
  readonly type?: string;
  readonly message: string;
}

/** The GraphQL endpoint. Each fault is used once. */
export const graphqlRoute = (budgets: Budgets, faults: PartialFault[]): Route =>
  route(
    'POST /graphql',
    (call) => {
      if (call.credential === undefined)
        throw new Refusal(401, 'This endpoint requires you to be authenticated.');
      const { query, variables, operationName } = call.body(body);
      const result = graphqlSync({
        schema,
        source: query,
        rootValue: rootOf(new Graph(call), budgets),
        variableValues: variables,
        operationName,
      });
      return answer(result, faults.splice(0));
    },
    { bucket: 'graphql', scopes: ['repo'] },
  );

function answer({ data, errors = [] }: ExecutionResult, faults: readonly PartialFault[]): Reply {
  const shown: unknown = JSON.parse(JSON.stringify(data ?? null));
  const missing = faults.map(({ path, type = 'SERVICE_UNAVAILABLE', message }) => {
    const keys = path.split('.');
    blank(shown, keys);
    return { type, path: keys, message };
  });
  const all = [...errors.map(errorJson), ...missing];
  return json({ ...(data !== undefined && { data: shown }), ...(all.length > 0 && { errors: all }) });
}

function blank(value: unknown, [key, ...rest]: readonly string[]): void {
  if (typeof value !== 'object' || value === null || key === undefined) return;
  if (rest.length === 0) Reflect.set(value, key, null);
  else blank(Reflect.get(value, key), rest);
}

/** GitHub has the type beside the message, not in the extensions. */
const errorJson = ({ message, path, locations, extensions }: GraphQLError) => ({
  ...(typeof extensions.type === 'string' && { type: extensions.type }),
  ...(path && { path }),
  ...(locations && { locations }),
  message,
});
