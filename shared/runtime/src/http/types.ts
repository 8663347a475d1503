import type { IncomingHttpHeaders } from 'node:http';
import type { AuthInfo } from '@modelcontextprotocol/server';
import type { Authenticator } from '../auth/types.ts';
import type { CallerTokens } from '../caller-token/caller-tokens.ts';
import type { Check } from '../definition/server.ts';
import type { Logger } from '../telemetry/logger.ts';

/**
 * Answers one MCP request: the `fetch` of the SDK's `createMcpHandler`. When `parsedBody` is given the
 * request carries no body of its own.
 */
export type McpEndpoint = (
  request: Request,
  options: { authInfo?: AuthInfo; parsedBody?: unknown },
) => Promise<Response>;

/** A call that runs before its request is made a web request. */
export interface DirectAnswer {
  /** The answer; empty for a call that its client cancelled, undefined when the endpoint must answer. */
  readonly json: Promise<string | undefined>;
  /** Says which request of the endpoint goes on with the call. */
  passTo(request: Request): void;
  /** Says that no further request goes on with it: its client is gone, or was answered. */
  leave(): void;
}

/** Begins to answer a POST at once, without the endpoint; undefined leaves it to the endpoint. */
export type DirectEndpoint = (
  headers: IncomingHttpHeaders,
  parsedBody: unknown,
  options: { readonly authInfo?: AuthInfo; readonly signal: AbortSignal },
) => DirectAnswer | undefined;

/** Who may address the server, beyond what is always allowed. */
export interface GuardSettings {
  /** Host names beyond those of this machine by which clients may address the server. */
  readonly allowedHosts?: readonly string[];
  /** Web origins (`https://app.example.com`) or host names whose pages may call the server. */
  readonly allowedOrigins?: readonly string[];
}

/** A token bucket: `burst` requests at once, and `perSecond` more each second. */
export interface FloodLimit {
  readonly perSecond: number;
  readonly burst: number;
}

/** Bounds of what one client can take of the listener. */
export interface HttpLimits {
  /** Largest request body in bytes; 4 MiB by default, what the SDK's own transport takes. */
  readonly bodyBytes: number;
  /** Time to send the request's headers, in milliseconds. */
  readonly headersMs: number;
  /** Time to send the whole request, in milliseconds. The answer may take longer. */
  readonly requestMs: number;
  /** How often the credential of an endless stream is looked at again, in milliseconds. */
  readonly streamCheckMs: number;
  /** Requests of one caller, or of one address without a caller; undefined is no limit. */
  readonly flood: FloodLimit | undefined;
}

/** What a listener serves, to whom, and where; only an endpoint, an address and a log are needed. */
export interface HttpSettings {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly endpoint: McpEndpoint;
  /** What the endpoint need not be asked for. */
  readonly direct?: DirectEndpoint;
  readonly authenticator?: Authenticator | undefined;
  /** Joins the tokens that callers bring for the upstream to their callers. */
  readonly callerTokens?: CallerTokens | undefined;
  /** The scope that a caller lacks for a message and could ask for; the refusal is recorded by then. */
  readonly missingScope?: ((message: unknown, authInfo: AuthInfo) => Promise<string | undefined>) | undefined;
  /** The most bytes that the answer to a message can have; answers of one caller have a bounded room. */
  readonly largestAnswer?: (message: unknown) => number;
  readonly guards?: GuardSettings;
  /** What `/readyz` asks; at most once a second. The authenticator's own checks are added. */
  readonly health?: () => Promise<readonly Check[]>;
  /** Prometheus text; undefined when metrics are off. */
  readonly metrics?: () => string | undefined;
  readonly limits?: Partial<HttpLimits>;
  readonly log: Logger;
  /** Further pages, behind the Host and Origin guards but not behind authentication; undefined passes on. */
  readonly consoleRoutes?: (request: Request) => Promise<Response | undefined>;
}

/** A listener that takes connections until it is closed. */
export interface HttpListener {
  /** Where clients connect, `/mcp` included. */
  readonly url: string;
  readonly port: number;
  /** From now on `/readyz` answers 503 and connections are not kept, but calls are still taken. */
  drain(): void;
  /**
   * Drains, takes no new connection, ends subscription streams, waits for calls in flight, then closes.
   *
   * @param drainMs after this long the calls still running are aborted; 10 seconds by default
   */
  close(drainMs?: number): Promise<void>;
}
