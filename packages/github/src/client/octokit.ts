import { GraphqlResponseError } from '@octokit/graphql';
import { RequestError } from '@octokit/request-error';

// What is heavy to load, loaded at the first request.
export { createAppAuth } from '@octokit/auth-app';
export { withCustomRequest } from '@octokit/graphql';
export { Octokit } from '@octokit/rest';

/** What `fetch` threw, out of the error that Octokit wraps around it. */
export const unwrapped = (error: unknown): unknown =>
  error instanceof RequestError && error.cause !== undefined ? error.cause : error;

/**
 * The body of a GraphQL answer that has errors, out of the error that Octokit makes of it.
 *
 * @throws every other error as it is
 */
export function graphqlFault(error: unknown): unknown {
  if (error instanceof GraphqlResponseError) return { data: error.data, errors: error.errors };
  throw unwrapped(error);
}
