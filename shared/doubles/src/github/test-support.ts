import { Octokit } from '@octokit/rest';
import { onTestFinished } from 'vitest';
import { type GitHub, type GitHubOptions, startGitHub } from './start.ts';
import { expectValid } from './validate/expect-valid.ts';

/** A double that ends with the test. */
export async function github(options?: GitHubOptions): Promise<GitHub> {
  const double = await startGitHub(options);
  onTestFinished(() => double.close());
  return double;
}

/** A double whose test fails when a request or an answer is not as GitHub describes it. */
export async function validGithub(options?: GitHubOptions): Promise<GitHub> {
  const double = await github(options);
  onTestFinished(() => expectValid(double));
  return double;
}

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** A real client with a token, against the double. */
export const client = (double: { readonly url: string }, token?: string, baseUrl = double.url): Octokit =>
  new Octokit({ baseUrl, log: quiet, ...(token !== undefined && { auth: token }) });

/** A client of the owner of `octo/harbour`. */
export const owner = (double: GitHub): Octokit => client(double, double.token({ login: 'octo' }));

/** The status and message a call is refused with. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ status: number; message: string; headers: object }> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error && 'status' in error && typeof error.status === 'number') {
      const response = 'response' in error ? error.response : undefined;
      const headers =
        typeof response === 'object' && response !== null && 'headers' in response
          ? response.headers
          : undefined;
      return {
        status: error.status,
        message: error.message,
        headers: typeof headers === 'object' && headers !== null ? headers : {},
      };
    }
    throw error;
  }
  throw new Error('the call was not refused');
}
