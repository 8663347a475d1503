import type { OwnToken } from '../caller-token/types.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Constrained } from './tool.ts';

/** Who makes a call. On stdio it is the local user; over HTTP what authentication established. */
export interface Caller {
  /**
   * Stable within one issuer; the key for all that is kept for a caller: limits, sessions, tasks, handles, caches.
   * Who brings a token of their own is another caller with each token.
   */
  readonly id: string;
  /** Who authentication says it is, where a token of their own makes `id` another: read it with `principalOf`. */
  readonly principal?: string;
  /** The token for the upstream that the caller brought, where the operator lets callers bring one. */
  readonly ownToken?: OwnToken;
  readonly kind: 'local' | 'anonymous' | 'api_key' | 'token';
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
}

/** One question to the user, answered through the client's elicitation. */
export interface Question {
  readonly message: string;
  /** A flat JSON Schema object of primitive properties, as elicitation requires. */
  readonly requestedSchema: Readonly<Record<string, unknown>>;
}

/** What a client can be asked for. */
export interface ClientAbilities {
  readonly elicitation: boolean;
  readonly sampling: boolean;
  readonly roots: boolean;
  /** Whether a slow call may go on as a task. */
  readonly tasks: boolean;
}

/** What the user answered; only `accept` carries anything. It came from outside: validate it. */
export type Answer =
  | { readonly action: 'accept'; readonly content: Readonly<Record<string, unknown>> }
  | { readonly action: 'decline' | 'cancel' };

/** One of several changes that an upstream takes only one by one. */
export interface Change<Result> {
  /** What it changes, in words of the caller: the arguments it is made for. */
  readonly names: readonly string[];
  readonly make: () => Promise<Result>;
}

/** Says what a call has changed, so that whatever ends it later, also its deadline, tells the caller what stays. */
export interface Changes {
  /** Something was changed, and what comes after can still fail. */
  made(...names: readonly string[]): void;
  /**
   * Makes changes one after the other, each when the one before was made. Where one fails, the error of the call
   * has `data.changes`: the names of those `made` before, of the one that `failed`, and of those `notTried`.
   *
   * @returns what each gave
   */
  inOrder<Result>(changes: readonly Change<Result>[]): Promise<readonly Result[]>;
}

/** What the runtime hands to every call beside the server's own services. */
export interface CallBasics {
  /** Aborts on cancellation, on the deadline and on shutdown. Pass it to everything that waits. */
  readonly signal: AbortSignal;
  readonly caller: Caller;
  /** What the client says it can be asked for. */
  readonly client: ClientAbilities;
  /** Reports progress to a client that asked for it; cheap and silent otherwise. */
  progress(done: number, total?: number, message?: string): void;
  readonly log: Logger;
  /**
   * Whether the caller's policy allows further values than those that were checked before the call: what a
   * walk or a list comes upon, and where a link really led. Undefined where no policy constrains values.
   */
  readonly permits?: ((values: Constrained) => boolean) | undefined;
  /** For a call that changes more than one thing, or does more after a change. */
  readonly changes: Changes;
  /**
   * The folders the client says it works in, as `file://` URIs; undefined when it says nothing of
   * them. They may narrow what the operator allowed, never widen it.
   */
  roots(): Promise<readonly string[] | undefined>;
  /**
   * Lets go of the client's HTTP stream before a long wait, so that nothing between holds it open. A
   * client of a session comes back for the answer; does nothing for others.
   */
  releaseStream(): void;
  /** Tells subscribed clients that a resource changed. */
  resourceUpdated(uri: string): void;
  /** Tells clients that the list of resources changed. */
  resourceListChanged(): void;
  /** Tells clients that the list of tools changed. */
  toolListChanged(): void;
  /** Tells clients that the list of prompts changed. */
  promptListChanged(): void;
  /**
   * Asks the user. The call may be run again from the start with the answer, so ask before any effect.
   * Questions asked together, with `Promise.all`, reach the user in one round.
   *
   * @param key names the question within this call
   * @throws ToolError `confirmation_unavailable` when the client cannot ask
   */
  ask(key: string, question: Question): Promise<Answer>;
  /**
   * Asks the client for a completion by its model, or for its roots. Like `ask`, before any effect.
   *
   * @returns the client's result, which is untrusted: validate it
   * @throws MissingAbility when the client does not offer it; leave it to the runtime
   */
  requestClient(
    key: string,
    method: 'sampling/createMessage' | 'roots/list',
    params: Readonly<Record<string, unknown>>,
  ): Promise<unknown>;
}

/** What a tool, resource or prompt gets beside its input: the call's own means and the server's services. */
export type CallContext<Services> = CallBasics & Services;
