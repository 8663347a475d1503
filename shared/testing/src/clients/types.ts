import type { ElicitRequest, ElicitResult, Notification, Tool } from '@modelcontextprotocol/client';
import type { ServerCommand } from '../process/server-command.ts';

/**
 * Who is at the other end: the v1 SDK that hosts embed today, and the v2 SDK in the eras up to
 * 2025-11-25 (`legacy`) and from 2026-07-28 (`modern`).
 */
export type ClientKind = 'v1' | 'v2-legacy' | 'v2-modern';

/** All of them, to run one test with each. */
export const clientKinds = ['v1', 'v2-legacy', 'v2-modern'] as const satisfies readonly ClientKind[];

/** Where a client connects: it starts the server on stdio itself, or is given a URL. */
export type Destination =
  | { readonly command: ServerCommand }
  | { readonly url: string; readonly headers?: Readonly<Record<string, string>> };

/** What the client says it can do for the server. */
export interface ClientOptions {
  /** Answers the server's questions; without it the client has no elicitation. */
  readonly elicit?: (params: ElicitRequest['params']) => ElicitResult | Promise<ElicitResult>;
  /** The folders the client works in, as URIs; without it the client has no roots. */
  readonly roots?: () => readonly string[];
}

/** A `notifications/progress` of the server; the unit is the tool's own. */
export interface Progress {
  readonly progress: number;
  readonly total?: number | undefined;
  readonly message?: string | undefined;
}

/** The result of a call, as both SDKs give it. */
export interface ToolAnswer {
  readonly content: readonly { readonly type: string; readonly text?: string | undefined }[];
  readonly structuredContent?: unknown;
  readonly isError?: boolean | undefined;
  readonly _meta?: Readonly<Record<string, unknown>> | undefined;
}

/** How one call can be cancelled and followed; progress is asked for only where `onprogress` is given. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onprogress?: (progress: Progress) => void;
}

/** What every client can do, whatever its SDK and era. */
export interface TestClient extends AsyncDisposable {
  readonly kind: ClientKind;
  readonly server: { readonly name: string; readonly version: string };
  readonly capabilities: Readonly<Record<string, unknown>>;
  readonly instructions: string | undefined;
  listTools(): Promise<readonly Tool[]>;
  callTool(
    name: string,
    args?: Readonly<Record<string, unknown>>,
    options?: CallOptions,
  ): Promise<ToolAnswer>;
  /** Any other request; the result as it came. */
  request(method: string, params?: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** Starts to hear of changes to these resources and of all lists, in the way of the client's era. */
  subscribe(uris: readonly string[]): Promise<void>;
  /** Every notification that came so far. */
  readonly notifications: readonly Notification[];
  /** What the server wrote to standard error, when this client started it. */
  stderr(): string;
  close(): Promise<void>;
}
