import type { Octokit } from '@octokit/rest';
import type { CallBasics } from '@portolan/runtime';
import type { UpstreamResponse } from '@portolan/runtime/upstream';
import type * as z from 'zod';
import type { Received } from '../answers/unlike.ts';
import type { Credential } from '../credentials/types.ts';

/** What an error tells programs beside its sentence. */
export type Facts = Readonly<Record<string, unknown>>;

/** What a request may say beside its route and parameters. */
export interface RequestChoices {
  /** Whose room and budget it takes, where it carries an authorization of its own. */
  readonly account?: string;
  /** Whether a request that changes something may be sent twice: only where twice is the same as once. */
  readonly idempotent?: boolean;
  /** Of the body, decompressed. Default 10 MiB. */
  readonly maxBytes?: number;
  /** Deadline of one request in milliseconds, its further attempts included. Default 30,000. */
  readonly timeoutMs?: number;
  /** A POST that changes nothing. GraphQL queries need not say so. */
  readonly read?: boolean;
}

export interface RawRequest extends RequestChoices {
  /** Below the REST address, encoded: make it with `path`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly accept?: string;
}

export interface GraphqlAnswer<Data> {
  readonly data: Data;
  /** What GitHub could not answer, where the caller takes a part: the types of the errors. */
  readonly missing: readonly string[];
}

/** GitHub as one call sees it: with the credential of its caller, until its signal aborts. */
export interface GitHubCall {
  readonly credential: Credential;
  /**
   * A typed request: `request('GET /repos/{owner}/{repo}', { owner, repo })`. Parameters in braces are
   * encoded, but dots are not: take names through the schemas of `schema/names.ts`.
   *
   * @throws ToolError with what is missing and what to do
   */
  readonly request: Octokit['request'];
  /** The name of the repository that answered in place of the one asked for, which was renamed or moved. */
  readonly renamed: () => string | undefined;
  /** Whether GitHub has answered anything yet. */
  readonly answered: () => boolean;
  /** What it answered as JSON, each with the line it was asked with. */
  readonly received: readonly Received[];
  /** The same with choices. */
  with(choices: RequestChoices): GitHubCall;
  /** Gets what is not JSON: a diff, a log, a file. Follows to a host of blobs, without the credential. */
  get(request: RawRequest): Promise<UpstreamResponse>;
  /**
   * The same for what is too large to hold: reads it as it comes. Leaving the loop ends the transfer.
   *
   * @param consume is called anew where the transfer has to begin anew
   */
  stream<Result>(
    request: RawRequest,
    consume: (chunks: AsyncIterable<Uint8Array>) => Promise<Result>,
  ): Promise<Result>;
  /**
   * A GraphQL query or mutation, its data checked. A query for one repository takes `owner` and `repo` and is
   * made with `inRepository`. Nothing is changed after a query was answered under another name.
   *
   * @throws ToolError also where only a part came, unless `partial`
   */
  graphql<Schema extends z.ZodType>(
    schema: Schema,
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    options?: { readonly partial?: boolean },
  ): Promise<GraphqlAnswer<z.output<Schema>>>;
}

/** Who asks, and what ends it. */
export type GitHubCaller = Pick<CallBasics, 'caller' | 'signal'> &
  Partial<Pick<CallBasics, 'toolListChanged' | 'permits'>>;

/** What the server knows of one GitHub. */
export interface GitHub {
  readonly host: string;
  /** The GitHub of one call; makes no request of its own. */
  for(call: GitHubCaller): Promise<GitHubCall>;
  close(): Promise<void>;
}
