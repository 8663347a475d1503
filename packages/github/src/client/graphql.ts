import { type ErrorCode, fail } from '@portolan/runtime';
import * as z from 'zod';
import type { GraphqlAnswer } from './types.ts';
import { otherForm, uncertainty } from './uncertainty.ts';

/** Fields of the repository of `$owner` and `$repo`, with the name by which a rename is noticed. */
export const inRepository = (fields: string): string =>
  `repository(owner: $owner, name: $repo) { nameWithOwner ${fields} }`;

const fault = z.object({ type: z.string().optional(), message: z.string().optional() });
const response = z.object({
  data: z.unknown().optional(),
  errors: z.array(fault).optional(),
});

/** What the types of GraphQL errors mean in our catalogue. */
const codes: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  NOT_FOUND: ['not_found', 'GitHub has nothing there, or the credential may not see it.'],
  FORBIDDEN: ['permission_denied', 'GitHub refused access.'],
  INSUFFICIENT_SCOPES: ['permission_denied', 'The token lacks a scope for this.'],
  UNPROCESSABLE: ['invalid_arguments', 'GitHub does not take these values.'],
  MAX_NODE_LIMIT_EXCEEDED: ['too_large', 'The question is too large for GitHub.'],
};

/**
 * Reads the body of a GraphQL answer.
 *
 * @param read whether nothing can have been changed
 * @throws ToolError for what could not be answered, unless a part is welcome and there is one
 */
export function readGraphql<Schema extends z.ZodType>(
  body: unknown,
  schema: Schema,
  { partial, read }: { readonly partial: boolean; readonly read: boolean },
): GraphqlAnswer<z.output<Schema>> {
  const given = response.safeParse(body);
  if (!given.success) return otherData(given.error, read);
  const { data, errors = [] } = given.data;
  if (errors.length > 0 && !(partial && data !== null && data !== undefined)) failFor(errors, read);
  const parsed = schema.safeParse(data);
  if (parsed.success) return { data: parsed.data, missing: errors.map(({ type }) => type ?? 'UNKNOWN') };
  if (errors.length > 0) failFor(errors, read);
  return otherData(parsed.error, read);
}

const otherData = (cause: z.ZodError, read: boolean): never =>
  fail('upstream_error', 'GitHub answered with data of another form than asked for.', {
    cause,
    ...otherForm(read),
  });

function failFor(errors: readonly z.output<typeof fault>[], read: boolean): never {
  const type = errors.map((error) => error.type).find((known) => known !== undefined && known in codes);
  const [code, problem] = (type !== undefined && codes[type]) || [
    'upstream_error' as const,
    'GitHub could not answer the query.',
  ];
  const untrustedUpstreamText = errors
    .map(({ message = '' }) => message)
    .join('; ')
    .replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .slice(0, 500);
  // A mutation that was not refused by a name we know may have been made all the same.
  const unsure = code === 'upstream_error' ? uncertainty(read) : {};
  const types = errors.map((error) => error.type);
  return fail(code, problem, { ...unsure, data: { types, untrustedUpstreamText, ...unsure.data } });
}
